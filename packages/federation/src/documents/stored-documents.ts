import { isoInstant, trusted, type ActorId, type Kind, type LocalActor, type Timestamp } from "@commonhall/domain";
import { isJsonObject, PUBLIC, type JsonValue } from "@commonhall/wire";
import { mayRead, type ReadingPorts } from "../audiences/readers-of-documents.ts";
import type { FederationPorts } from "../ports.ts";
import { ACTIVITY_JSON, limited, served, type Served } from "./respond.ts";

export interface StoredDocumentsPorts extends ReadingPorts {
  readonly direct: ReadingPorts["direct"] & Pick<FederationPorts["direct"], "localActors">;
  readonly objects: FederationPorts["objects"];
}

/** What stands under an id of ours, byte for byte as it was signed; its tombstone where it was deleted. */
export async function actorDocument(ports: StoredDocumentsPorts, id: string): Promise<Served | undefined> {
  const actor = await ports.direct.localActors.get(trusted.actor(id));
  if (actor === undefined) return undefined;
  return goneActor(actor) ?? served(actor.document);
}

export const goneActor = ({ id, deleted }: LocalActor): Served | undefined =>
  deleted === undefined ? undefined : tombstone(id, deleted);

/** Who asks. It is found out only where it matters, and then whether there is anything or not. */
export type AskReader = () => Promise<ActorId | undefined>;

/**
 * Only ours: an object that we received is served by its own node. What is limited only its readers get; whoever else
 * asks, for it or for what was limited and is deleted, is answered as for what never was, after the same work.
 */
export async function objectDocument(
  ports: StoredDocumentsPorts,
  id: string,
  ask: AskReader,
): Promise<Served | undefined> {
  const object = await ports.objects.get(trusted.object(id));
  if (object?.local === true && object.reach === "public") {
    const document = served(object.document);
    return TAKEN_BACK_FOR_SOMEBODY.has(object.kind) ? { ...document, isAskedEachTime: true } : document;
  }
  const gone = await ports.objects.tombstone(trusted.object(id));
  if (gone?.reach === "public") return tombstone(id, gone.deleted);
  const isTheirs = await mayRead(ports, await ask(), trusted.object(id), object);
  return isTheirs && object !== undefined ? limited(object.document) : undefined;
}

/** Where they are withdrawn somebody may be in danger, so no copy of theirs is read for minutes after. */
const TAKEN_BACK_FOR_SOMEBODY: ReadonlySet<Kind> = new Set(["call", "bulletin", "statistics"]);

/** What told of an object goes with it: its bytes hold the object's. So who may read that may read what told of it. */
export async function activityDocument(
  ports: StoredDocumentsPorts,
  id: string,
  ask: AskReader,
): Promise<Served | undefined> {
  const activity = await ports.objects.activity(trusted.activity(id));
  if (activity?.listed === true && isPublic(activity.document)) {
    if (activity.type === "Delete") return served(activity.document);
    const gone = await ports.objects.tombstone(activity.object);
    return gone === undefined ? served(activity.document) : tombstone(id, gone.deleted);
  }
  const about = activity?.object ?? trusted.object(id);
  const object = await ports.objects.get(about);
  const isTheirs = await mayRead(ports, await ask(), about, object);
  const isOfTheirs = isTheirs && object?.reach === "limited" && activity !== undefined && TELLING.has(activity.type);
  // What was superseded is forgotten, though its object stays.
  const isThere = isOfTheirs && activity.document !== "" && !isPublic(activity.document);
  return isThere ? limited(activity.document) : undefined;
}

/** Those that carry an object. */
const TELLING: ReadonlySet<string> = new Set(["Create", "Update"]);

export function tombstone(id: string, deleted: Timestamp): Served {
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
