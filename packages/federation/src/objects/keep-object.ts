import {
  SECOND,
  sameOrigin,
  trusted,
  type ActorId,
  type ArrivalReason,
  type StoredObject,
  type Timestamp,
} from "@commonhall/domain";
import { toStoredObject, type InboundObject } from "@commonhall/wire";
import { adoptFormer } from "../moving/adopt-former.ts";
import { isRelease, keepRelease, neverChanges } from "../bulletins/keep-release.ts";
import { callRefused, forgetCall, keepCall } from "../calls/keep-call.ts";
import { reasonByTerms, takesIn } from "../audiences/what-allies-send.ts";
import { carry, carryChanged } from "../feeds/carry.ts";
import { lookUp } from "../discovery/look-up.ts";
import { ignored, isRefused, processed, type Handling, type Outcome } from "../inbox/handling.ts";

/**
 * Why an object of somebody else is kept: the terms with an ally let it in, we follow its author or the campaign that it
 * belongs to, or it speaks to one of us. Undefined where it concerns nobody here; a node keeps nothing of strangers. What
 * is public may be followed by anybody, whatever the terms say; what is limited comes by the terms alone, where there are
 * or have been any.
 */
export async function reasonToKeep(handling: Handling, object: InboundObject): Promise<ArrivalReason | undefined> {
  const { rooms } = handling;
  const { id, attributedTo, campaign, kind, reach } = object.stored;
  const byTerms = reach === "limited" ? await reasonByTerms(handling, object) : undefined;
  if (byTerms === "refused") return kind === "note" && (await isForUs(handling, object)) ? "addressed" : undefined;
  if (byTerms !== undefined) return byTerms;
  if (await rooms.follows.isFollowed(attributedTo)) return "followed";
  const isOfItsNode = campaign !== undefined && sameOrigin(campaign, id);
  if (isOfItsNode && (await rooms.follows.isFollowed(campaign))) return "followed";
  const taking = await takesIn(handling, attributedTo, kind);
  if (taking === "yes") return "ally";
  if (taking === "no" && kind !== "note") return undefined;
  return (await isForUs(handling, object)) ? "addressed" : undefined;
}

/** Nobody has reason to name more of us than these. */
const MOST_OF_US = 20;

async function isForUs({ rooms, addresses }: Handling, { to, cc, stored }: InboundObject): Promise<boolean> {
  const node = addresses.node();
  const ours = (id: string): boolean => URL.canParse(id) && sameOrigin(id, node);
  for (const id of [...to, ...cc].filter(ours).slice(0, MOST_OF_US)) {
    if ((await rooms.localActors.get(trusted.actor(id))) !== undefined) return true;
  }
  const { inReplyTo } = stored;
  return inReplyTo !== undefined && ours(inReplyTo) && (await rooms.objects.get(inReplyTo))?.local === true;
}

export interface Coming {
  readonly reason: ArrivalReason;
  /** Who passed it on. */
  readonly via?: ActorId;
  readonly backfilled?: boolean;
  /** It is so old that nobody is to be woken because of it. */
  readonly isOldNews?: boolean;
}

/**
 * Keeps an object that is new here and puts it into the list of what arrived; not what one who is not refused passes on
 * of one who is.
 */
export async function keepObject(handling: Handling, object: InboundObject, coming: Coming): Promise<Outcome> {
  const { rooms, received } = handling;
  const stored = toStoredObject(object.stored, received);
  if (isRefused(handling, stored.attributedTo)) return ignored("the domain of its author is refused");
  if (isRelease(stored.kind)) return keepReleased(handling, object, coming);
  const former = await adoptFormer(handling, object);
  if (former !== undefined) return replaceObject(handling, former, object);
  const refused = await callRefused(handling, object);
  if (refused !== undefined) return ignored(refused);
  if (!(await rooms.objects.put(stored))) return ignored("it has been deleted");
  if (stored.kind === "call")
    await keepCall(
      handling,
      stored,
      object,
      coming.backfilled === true || coming.isOldNews === true ? undefined : coming.reason,
    );
  await lookUp(handling, stored.attributedTo);
  await arrive(handling, stored, coming);
  return processed;
}

async function keepReleased(handling: Handling, object: InboundObject, coming: Coming): Promise<Outcome> {
  const reading = await keepRelease(handling, object, coming);
  if (reading.type === "not kept") return reading.outcome;
  await lookUp(handling, reading.stored.attributedTo);
  await arrive(handling, reading.stored, coming);
  return processed;
}

/** Lists show a campaign as its Group, not as the Note that opened it. */
export async function arrive(handling: Handling, stored: StoredObject, coming: Coming): Promise<void> {
  const { rooms, received } = handling;
  const { attributedTo: from, campaign } = stored;
  const via = coming.via === from ? undefined : coming.via;
  const passedOn = via === undefined ? {} : { via };
  const { reason, backfilled = false } = coming;
  if (reason === "followed" && campaign !== undefined && isOpeningPost(stored)) {
    const task = { type: "fetch campaign", campaign, from, ...passedOn, backfilled } as const;
    await rooms.tasks.add(task, { key: `fetch campaign ${campaign}` });
    await carry(handling, stored, coming);
    return;
  }
  if (via !== undefined) await noteOrganiser(handling, via, from);
  await rooms.arrivals.add({ object: stored.id, from, ...passedOn, reason, backfilled, received });
  await carry(handling, stored, coming);
}

/** A campaign passes on what its organisers write and nothing else, so that alone tells who they are. */
async function noteOrganiser({ rooms }: Handling, via: ActorId, author: ActorId): Promise<void> {
  const passer = await rooms.remoteActors.get(via);
  if (passer?.kind === "Campaign") await rooms.organisers.sawOrganiser(via, author);
}

const isOpeningPost = ({ id, kind, type, campaign }: StoredObject): boolean =>
  kind === "campaign" && type !== "Group" && campaign !== undefined && sameOrigin(campaign, id);

/**
 * What is known already is replaced by what its author says later. Times on the wire have whole seconds, so of two texts
 * of one second the one that comes later counts. It keeps its place in time, so that nobody moves up in a list by
 * changing a letter.
 */
export async function replaceObject(handling: Handling, known: StoredObject, object: InboundObject): Promise<Outcome> {
  const { rooms, received } = handling;
  if (known.local || known.attributedTo !== object.stored.attributedTo) return ignored("it is by somebody else");
  if (isRelease(known.kind) || isRelease(object.stored.kind)) return neverChanges;
  const stored = toStoredObject({ ...object.stored, updated: object.stored.updated ?? received }, received);
  if ((stored.updated ?? received) < inWholeSeconds(known.updated ?? known.published))
    return ignored("it is older than what is known");
  const refused = await callRefused(handling, object, known);
  if (refused !== undefined) return ignored(refused);
  const replaced = { ...stored, published: known.published };
  await rooms.objects.put(replaced);
  await carryChanged(handling, known, replaced);
  if (stored.kind === "call") await keepCall(handling, replaced, object, await reasonToKeep(handling, object));
  else if (known.kind === "call") await forgetCall(handling, known);
  return processed;
}

const inWholeSeconds = (at: Timestamp): Timestamp => at - (at % SECOND);
