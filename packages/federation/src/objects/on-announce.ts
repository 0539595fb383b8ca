import { sameOrigin, type ActorId, type ObjectId } from "@commonhall/domain";
import { parseDocument, type InboundObject } from "@commonhall/wire";
import { isRelease } from "../bulletins/keep-release.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { isProvenBy } from "../keys/proven-by.ts";
import { checkLater } from "./check-later.ts";
import { fetchLater } from "./fetch-later.ts";
import { arrive, keepObject, type Coming } from "./keep-object.ts";

/**
 * Somebody whom we follow passes something on: a campaign the posts of its organisers, a feed what fits it, a person what
 * they like. What they show of it is believed where they may speak for it or where it proves its author; else it is
 * fetched from where it lives.
 */
export async function onAnnounce(handling: Handling, activity: Inbound<"Announce">): Promise<Outcome> {
  const { rooms } = handling;
  const { actor: via, object, embedded } = activity;
  if (!(await rooms.follows.isFollowed(via))) return ignored("nobody here follows who passes it on");
  if ((await rooms.objects.tombstone(object)) !== undefined) return ignored("it has been deleted");
  return takeInPassedOn(handling, { object, embedded }, { reason: "followed", via });
}

/** Whether it came by itself or stood in an outbox. */
export async function takeInPassedOn(
  handling: Handling,
  { object, embedded }: { readonly object: ObjectId; readonly embedded: InboundObject | undefined },
  coming: Coming & { readonly via: ActorId },
): Promise<Outcome> {
  const { via } = coming;
  const known = await handling.rooms.objects.get(object);
  if (known?.local === true) return ignored("it is ours");
  if (known !== undefined) {
    await arrive(handling, known, coming);
    return processed;
  }
  if (embedded !== undefined && (await isBelievable(handling, via, embedded))) {
    const outcome = await keepObject(handling, embedded, coming);
    if (outcome.type === "processed") await checkLater(handling, embedded, via);
    return outcome;
  }
  await fetchLater(handling, object, coming);
  return processed;
}

/** Whether what `by` shows of an object is what its author says. A bulletin is believed by its proof alone. */
export async function isBelievable(
  { rooms }: Pick<Handling, "rooms">,
  by: ActorId,
  embedded: InboundObject,
): Promise<boolean> {
  const isOfItsServer = sameOrigin(embedded.stored.id, by) && !isRelease(embedded.stored.kind);
  return isOfItsServer || (embedded.hasProof && provesItsAuthor(rooms, embedded));
}

/** By a key of the author's that we know: the document of the author has shown it, so it is of the author's origin. */
async function provesItsAuthor(rooms: Handling["rooms"], { stored }: InboundObject): Promise<boolean> {
  const json = parseDocument(stored.document);
  return json.ok && isProvenBy(rooms.keys, stored.attributedTo, json.value);
}
