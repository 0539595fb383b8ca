import { DAY, type ActorId, type RemoteActor, type Rooms, type Timestamp } from "@commonhall/domain";

const FRESH_FOR = DAY;

/** The actor as we know it. Where that is nothing, or a day old, its server is asked again afterwards. */
export async function lookUp(
  { rooms, now }: { readonly rooms: Pick<Rooms, "remoteActors" | "tasks">; readonly now: Timestamp },
  actor: ActorId,
): Promise<RemoteActor | undefined> {
  const known = await rooms.remoteActors.get(actor);
  if (known === undefined || known.fetched < now - FRESH_FOR) {
    await rooms.tasks.add({ type: "refresh actor", actor }, { key: `refresh ${actor}` });
  }
  return known;
}
