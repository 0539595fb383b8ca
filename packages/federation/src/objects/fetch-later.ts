import type { ActorId, ObjectId, Rooms } from "@commonhall/domain";

/**
 * What somebody passed on or told of without showing it, or without proving it, is read where it lives. Of one who passes
 * on one at a time: however many addresses somebody names at which nobody answers, only what they name waits for these.
 */
export async function fetchLater(
  { rooms }: { readonly rooms: Pick<Rooms, "tasks"> },
  object: ObjectId,
  { via, backfilled = false }: { readonly via: ActorId; readonly backfilled?: boolean },
): Promise<void> {
  const history = backfilled ? { backfilled } : {};
  await rooms.tasks.add(
    { type: "fetch object", object, via, ...history },
    { key: `fetch ${object}`, turn: `via ${via}` },
  );
}
