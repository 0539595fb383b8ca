import { actorId, takenBack, type ActivityId, type ActorId, type Follow } from "@commonhall/domain";
import { feedOf } from "../feeds/feed-addresses.ts";
import { noteUse } from "../feeds/make-feed.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/**
 * Somebody who followed does not any more. They name the Follow by its id, by whom it followed, or both. A Follow that
 * is taken back before it has come is remembered, so that it does not begin when it comes. Undefined where neither the
 * id nor whom it followed is known here.
 */
export async function onUndoFollow(
  { rooms, now, addresses }: Handling,
  { actor: follower, object: undone }: Inbound<"Undo">,
): Promise<Outcome | undefined> {
  const current = await pairNamed(rooms, follower, undone.id, undone.object);
  const followed = current?.followed ?? actorId(undone.object ?? "");
  const id = undone.id ?? current?.id;
  if (followed === undefined || id === undefined) return undefined;
  const feed = feedOf(addresses, followed);
  if (feed === undefined && (await rooms.localActors.get(followed)) === undefined)
    return ignored("nobody here was followed");
  const next = takenBack(current, { id, follower, followed }, now);
  if (next === undefined) return ignored("it changes nothing");
  await rooms.follows.put(next);
  if (feed !== undefined) await noteUse(rooms, feed, now);
  return processed;
}

async function pairNamed(
  rooms: Handling["rooms"],
  follower: ActorId,
  id: ActivityId | undefined,
  object: string | undefined,
): Promise<Follow | undefined> {
  const followed = object === undefined ? undefined : actorId(object);
  if (followed !== undefined) return rooms.follows.between(follower, followed);
  const byId = id === undefined ? undefined : await rooms.follows.byId(id);
  return byId?.follower === follower ? byId : undefined;
}
