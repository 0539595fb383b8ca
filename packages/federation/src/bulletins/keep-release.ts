import {
  SECOND,
  type ActorId,
  type ArrivalReason,
  type Kind,
  type ObjectId,
  type StoredObject,
} from "@commonhall/domain";
import { parseDocument, receivedRelease, toStoredObject, type InboundObject } from "@commonhall/wire";
import { takesIn } from "../audiences/what-allies-send.ts";
import { takeBackFromFeeds } from "../feeds/take-back-from-feeds.ts";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import { isProvenBy } from "../keys/proven-by.ts";

/** A bulletin, a table, or what says that it is one. */
export const isRelease = (kind: Kind | undefined): boolean => kind === "bulletin" || kind === "statistics";

/** It is frozen: there is no change of it, only the end of the whole (anonymity.md 5.3, R8). */
export const neverChanges: Outcome = refused("a bulletin was to be changed");

type Reading =
  | { readonly type: "kept"; readonly stored: StoredObject }
  /** There is nothing to keep, for one reason or another. */
  | { readonly type: "not kept"; readonly outcome: Outcome };

const not = (outcome: Outcome): Reading => ({ type: "not kept", outcome });

/** Why it came, and who passed it on. */
export interface Coming {
  readonly reason: ArrivalReason;
  readonly via?: ActorId;
}

/**
 * Keeps somebody else's bulletin or table, once: from an ally by the terms, or one for everybody that its author has
 * proven, from a centre that we follow or from whomever of those whom we follow passes it on. Whatever no release engine
 * says is refused, and the log tells why without a word of it.
 */
export async function keepRelease(handling: Handling, object: InboundObject, coming: Coming): Promise<Reading> {
  const { rooms, received } = handling;
  const { release } = object;
  if (release?.ok !== true) return not(refused(`a bulletin is none: ${release?.error ?? "it cannot be read"}`));
  const unwelcome = await whyUnwelcome(handling, object, coming);
  if (unwelcome !== undefined) return not(unwelcome);
  const { value } = release;
  if (value.published > received + AHEAD) return not(refused("a bulletin is none: its day has not come"));
  if (value.release.type === "heartbeat") return not(processed);
  const kept = toStoredObject(receivedRelease(object, value), received);
  if (!(await rooms.objects.put(kept))) return not(ignored("it has been deleted"));
  const { id, attributedTo: by, published } = kept;
  if (await rooms.bulletins.put({ object: id, by, published, release: value.release }))
    return { type: "kept", stored: kept };
  await rooms.objects.forget([id]);
  return not(refused("of its group its author has said something before"));
}

/** As far as the clocks of two nodes may differ. */
const AHEAD = 60 * SECOND;

async function whyUnwelcome(
  handling: Handling,
  { stored, hasProof }: InboundObject,
  { reason, via }: Coming,
): Promise<Outcome | undefined> {
  const { rooms } = handling;
  const { attributedTo: author, reach } = stored;
  if (reach === "limited") return reason === "ally" ? undefined : ignored("bulletins for allies are taken from allies");
  if (!(await isHeard(handling, stored, via)))
    return ignored("bulletins are taken from whom we follow or have terms with, or passed on by whom we follow");
  const json = parseDocument(stored.document);
  const isProven = hasProof && json.ok && (await isProvenBy(rooms.keys, author, json.value));
  return isProven ? undefined : refused("a bulletin for everybody is not proven by its author");
}

/** Whose bulletins the terms keep out does not come in by somebody who passes them on, either. */
async function isHeard(
  handling: Handling,
  { attributedTo: author, kind }: InboundObject["stored"],
  via: ActorId | undefined,
): Promise<boolean> {
  const { follows } = handling.rooms;
  if (await follows.isFollowed(author)) return true;
  const taking = await takesIn(handling, author, kind);
  return taking === "no ally" ? via !== undefined && (await follows.isFollowed(via)) : taking === "yes";
}

/** What its author has withdrawn ends here too, and stays ended. */
export async function forgetWithdrawn(handling: Handling, id: ObjectId, author: string): Promise<void> {
  const { rooms, now } = handling;
  const known = await rooms.objects.get(id);
  if (known === undefined || known.local || known.attributedTo !== author || !isRelease(known.kind)) return;
  await rooms.objects.delete(id, now);
  await takeBackFromFeeds(handling, id);
}
