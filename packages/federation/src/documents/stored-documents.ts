import { isoInstant, trusted, type LocalActor, type Timestamp } from "@commonhall/domain";
import { isJsonObject, PUBLIC, type JsonValue } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";
import { ACTIVITY_JSON, served, type Served } from "./respond.ts";

export type StoredDocumentsPorts = Pick<FederationPorts, "direct" | "objects">;

/** What stands under an id of ours, byte for byte as it was signed; its tombstone where it was deleted. */
export async function actorDocument(ports: StoredDocumentsPorts, id: string): Promise<Served | undefined> {
  const actor = await ports.direct.localActors.get(trusted.actor(id));
  if (actor === undefined) return undefined;
  return goneActor(actor) ?? served(actor.document);
}

export const goneActor = ({ id, deleted }: LocalActor): Served | undefined =>
  deleted === undefined ? undefined : tombstone(id, deleted);

/** Only ours, and only what is addressed to everybody: an object that we received is served by its own node. */
export async function objectDocument(ports: StoredDocumentsPorts, id: string): Promise<Served | undefined> {
  const object = await ports.objects.get(trusted.object(id));
  if (object !== undefined) return object.local && isPublic(object.document) ? served(object.document) : undefined;
  const gone = await ports.objects.tombstone(trusted.object(id));
  return gone === undefined ? undefined : tombstone(id, gone.deleted);
}

/** Only listed ones. What told of an object goes with it: its bytes hold the object's. */
export async function activityDocument(ports: StoredDocumentsPorts, id: string): Promise<Served | undefined> {
  const activity = await ports.objects.activity(trusted.activity(id));
  if (activity === undefined || !activity.listed || !isPublic(activity.document)) return undefined;
  if (activity.type === "Delete") return served(activity.document);
  const gone = await ports.objects.tombstone(activity.object);
  return gone === undefined ? served(activity.document) : tombstone(id, gone.deleted);
}

function tombstone(id: string, deleted: Timestamp): Served {
  const document = {
    "@context": "https://www.w3.org/ns/activitystreams",
    id,
    type: "Tombstone",
    deleted: isoInstant(deleted),
  };
  return { status: 410, type: ACTIVITY_JSON, body: JSON.stringify(document) };
}

/** Says whether a document of ours names everybody among its recipients. */
export function isPublic(document: string): boolean {
  const json: JsonValue = JSON.parse(document);
  return isJsonObject(json) && [json["to"], json["cc"]].flat().includes(PUBLIC);
}
