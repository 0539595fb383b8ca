import { asObject, hostOf, type Rooms, type Timestamp } from "@commonhall/domain";
import { campaignObject, parseActor, parseDocument, toStoredObject, type ParsedActor } from "@commonhall/wire";

type ActorRooms = Pick<Rooms, "remoteActors" | "keys" | "objects">;

export interface Keeping {
  /** `@name@host`, with the host confirmed. */
  readonly handle: string;
  readonly at: Timestamp;
  readonly changedKeys: Set<string>;
}

/** Keeps an actor as its own server tells it now: with the keys that it shows, without those that it does not show any more. */
export async function keepActor(
  rooms: ActorRooms,
  actor: ParsedActor,
  { handle, at, changedKeys }: Keeping,
): Promise<void> {
  const { remote, keys } = actor;
  const before = await rooms.remoteActors.get(remote.id);
  const shown = new Set(keys.map((key) => key.id));
  for (const id of before === undefined ? [] : keysShownBy(before.document)) {
    if (shown.has(id)) continue;
    await rooms.keys.delete(id);
    changedKeys.add(id);
  }
  for (const key of keys) {
    await rooms.keys.put({ ...key, fetched: at });
    changedKeys.add(key.id);
  }
  await rooms.remoteActors.put({ ...remote, handle, host: hostOf(remote.id), fetched: at });
  await keepCampaign(rooms, actor, at);
}

function keysShownBy(document: string): readonly string[] {
  const json = parseDocument(document);
  const actor = json.ok ? parseActor(json.value) : json;
  return actor.ok ? actor.value.keys.map((key) => key.id) : [];
}

/** Where the campaign stands among the objects already, it changes there too. */
async function keepCampaign(rooms: ActorRooms, actor: ParsedActor, at: Timestamp): Promise<void> {
  const known = await rooms.objects.get(asObject(actor.remote.id));
  const fields = known === undefined || known.local ? undefined : campaignObject(actor, known.attributedTo);
  if (known === undefined || fields === undefined || fields.document === known.document) return;
  const stored = toStoredObject(fields, at);
  if ((stored.updated ?? at) < (known.updated ?? known.published)) return;
  await rooms.objects.put({ ...stored, published: known.published });
}
