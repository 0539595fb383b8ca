import { actorId, asActor, err, objectId, ok, sameOrigin, type ActorId, type Result } from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../json.ts";
import { ACTOR_TYPES, readActor } from "./parse-actor.ts";
import { OBJECT_TYPES, readObject } from "./parse-object.ts";
import { foreign, other, type Said } from "./said.ts";
import { defined, listOf, referencesIn, refusal, required, typeIn } from "./shapes.ts";
import type { InboundActivity, Told, WireError } from "./types.ts";

const schema = z.object({ object: required(objectId) });
const KNOWN = new Set([...OBJECT_TYPES, ...ACTOR_TYPES]);

/** A Create or an Update. What it tells is of one origin with its actor and by that actor, or is the actor itself. */
export function readTold(type: "Create" | "Update", said: Said): Result<InboundActivity, WireError> {
  const { id, actor, published, json } = said;
  const parsed = schema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error));
  const { object } = parsed.data;
  if (!sameOrigin(object, actor)) return foreign("object.id", object, actor);
  const [embedded] = listOf(json["object"]);
  const name = isJsonObject(embedded) ? typeIn(embedded["type"], KNOWN) : undefined;
  const tell = (told: Told): InboundActivity => defined({ type, id, actor, object: told, published });
  if (!isJsonObject(embedded) || name === undefined) return ok(tell({ type: "reference", id: object }));
  if (ACTOR_TYPES.has(name)) {
    if (asActor(object) !== actor) return ok(tell({ type: "reference", id: object }));
    const read = readActor(embedded, json["@context"]);
    return read.ok ? ok(tell({ type: "actor", actor: read.value })) : within("object", read.error);
  }
  if (!OBJECT_TYPES.has(name)) return ok(other(type, said));
  if (isForAGroup(embedded, actor)) return ok(tell({ type: "reference", id: object }));
  const read = readObject(embedded, { context: json["@context"], author: actor });
  return read.ok ? ok(tell(read.value)) : within("object", read.error);
}

/**
 * Mobilizon: an event that a person wrote for a group has the group in `attributedTo` and the person in `actor`. One
 * actor speaks for another there, so only their server can say whether it may.
 */
function isForAGroup(object: JsonObject, actor: ActorId): boolean {
  const authors = referencesIn(object["attributedTo"], actorId);
  const writers = referencesIn(object["actor"], actorId);
  return !authors.includes(actor) && writers.includes(actor) && authors.some((author) => sameOrigin(author, actor));
}

const within = (field: string, error: WireError): Result<never, WireError> =>
  err("field" in error ? { ...error, field: `${field}.${error.field}` } : error);
