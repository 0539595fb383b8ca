import { readersOf, sharedKindOf, type ActorId, type ObjectId, type Rooms } from "@commonhall/domain";

type StopRooms = Pick<Rooms, "allies" | "alliances" | "audiences" | "objects" | "outbox">;

/**
 * Somebody is a reader no longer, or of less than before: what waits for their own inbox and they may not read any more
 * is withdrawn. To be called in the commit that makes it so, after that is written.
 */
export async function stopTelling(rooms: StopRooms, actor: ActorId): Promise<void> {
  const kept = new Set<ObjectId>();
  const waiting = await rooms.audiences.waitingFor(actor);
  for (const object of waiting) if (await mayStillRead(rooms, object, actor)) kept.add(object);
  await rooms.outbox.withdrawFor(
    actor,
    waiting.filter((object) => !kept.has(object)),
  );
}

async function mayStillRead(rooms: StopRooms, id: ObjectId, actor: ActorId): Promise<boolean> {
  const [object, audience] = [await rooms.objects.get(id), await rooms.audiences.of(id)];
  if (object === undefined || audience === undefined) return false;
  const readers = await readersOf(rooms, audience, sharedKindOf(object.kind));
  return readers === "everybody" || readers.includes(actor);
}
