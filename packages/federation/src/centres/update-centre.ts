import {
  asObject,
  err,
  ok,
  type Centre,
  type CentreChange,
  type CentreCommands,
  type ActivityId,
  type ActorId,
  type LocalActor,
  type Recipients,
  type Result,
  type Rooms,
  type Timestamp,
  type UpdateCentreRefused,
} from "@commonhall/domain";
import {
  bytesOf,
  DOCUMENT_LIMIT,
  PUBLIC,
  updateActivity,
  type CarriedAttestation,
  type JsonObject,
} from "@commonhall/wire";
import { beginPublishing, outgoing, type Publishing, type PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { nodeText, sealedCentre } from "./actor-documents.ts";

export type UpdateCentrePorts = PublishingPorts;

/**
 * What the centre says of itself, anew: its row, both actor documents and the Update that tells of it in one commit. Its
 * handle, its ids and its keys stay.
 */
export async function updateCentre(
  ports: UpdateCentrePorts,
  keys: LocalKeys,
  change: CentreChange,
  by: string,
): ReturnType<CentreCommands["updateCentre"]> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const { at } = publishing;
  return ports.work.run(async (rooms): ReturnType<CentreCommands["updateCentre"]> => {
    const before = await rooms.centres.get();
    if (before === undefined) return err({ type: "no centre yet" });
    const { id, handle, founded } = before;
    const centre: Centre = { ...change, id, handle, founded, changed: { at, by } };
    const sealed = await sealAndTell(ports, rooms, publishing, centre);
    if (!sealed.ok) return sealed;
    await rooms.centres.put(centre);
    return ok({ id, activity: sealed.value });
  });
}

/** Both actor documents anew, with what the centre carries of others, and the Update that tells of it. */
export async function sealAndTell(
  ports: UpdateCentrePorts,
  rooms: Rooms,
  publishing: Publishing,
  centre: Centre,
): Promise<Result<ActivityId, UpdateCentreRefused>> {
  const { addresses, at, signer } = publishing;
  const actor = await actorOf(rooms, centre.id);
  const node = await actorOf(rooms, addresses.node());
  const attestations = await carriedBy(rooms, centre.id, at);
  const document = sealedCentre(ports, centre, { keys: actor.keys, signer, at, attestations });
  const bytes = bytesOf(document);
  if (bytes > DOCUMENT_LIMIT) return err({ type: "too large", bytes, limit: DOCUMENT_LIMIT });
  await rooms.localActors.put({ ...actor, document: JSON.stringify(document) });
  await rooms.localActors.put({ ...node, document: nodeText(ports, centre, node.keys) });
  return ok(await tell(rooms, publishing, document));
}

async function carriedBy(rooms: Rooms, centre: ActorId, now: Timestamp): Promise<readonly CarriedAttestation[]> {
  const carried: CarriedAttestation[] = [];
  for (const { attestation, jws } of await rooms.attestations.heldBy(centre, now)) {
    const issuer = await rooms.remoteActors.get(attestation.issuer);
    carried.push({ attestation, jws, issuerName: issuer?.name ?? attestation.issuer });
  }
  return carried;
}

async function actorOf(rooms: Rooms, id: LocalActor["id"]): Promise<LocalActor> {
  const actor = await rooms.localActors.get(id);
  if (actor === undefined) throw new Error(`The node has no actor ${id}`);
  return actor;
}

/**
 * Who follows a campaign alone shows the centre's name too, beside what it publishes there. It stands in no outbox:
 * whoever reads the history reads the centre's document anyway.
 */
async function tell(rooms: Rooms, publishing: Publishing, document: JsonObject) {
  const { addresses, at, centre, newId, signer } = publishing;
  const campaigns = (await rooms.localActors.all()).filter(
    ({ kind, deleted }) => kind === "campaign" && deleted === undefined,
  );
  const followed = [centre.id, ...campaigns.map(({ id }) => id)];
  const id = addresses.activity(newId());
  const object = asObject(centre.id);
  const cc = followed.map((actor) => addresses.followers(actor));
  const activity = updateActivity({ id, actor: centre.id, object: document, published: at, to: [PUBLIC], cc });
  const recipients: Recipients[] = [
    ...followed.map((of): Recipients => ({ type: "followers", of })),
    { type: "everyone who got", object },
  ];
  await rooms.outbox.append(
    outgoing(publishing, signer, { id, type: "Update", object, activity, listed: false }),
    recipients,
  );
  return id;
}
