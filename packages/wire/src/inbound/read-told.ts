import { actorId, asActor, err, objectId, ok, sameOrigin, type ActorId, type Result } from "@commonhall/domain";
import { z } from "zod";
import { PUBLIC } from "../activities/activities.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { ACTOR_TYPES, readActor } from "./parse-actor.ts";
import { OBJECT_TYPES, readObject } from "./parse-object.ts";
import { agreementIn, confirmedBy, readAgreement, wordsIn } from "./read-agreement.ts";
import { foreign, other, type Said } from "./said.ts";
import { addressees, defined, listOf, referencesIn, refusal, required, typeIn } from "./shapes.ts";
import type { InboundActivity, InboundConfirmation, Told, WireError } from "./types.ts";

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
  const tell = (told: Told, confirms?: InboundConfirmation): InboundActivity =>
    defined({ type, id, actor, object: told, published, confirms });
  if (!isJsonObject(embedded) || name === undefined) return ok(tell({ type: "reference", id: object }));
  if (ACTOR_TYPES.has(name)) {
    if (asActor(object) !== actor) return ok(tell({ type: "reference", id: object }));
    const read = readActor(embedded, json["@context"]);
    return read.ok ? ok(tell({ type: "actor", actor: read.value })) : within("object", read.error);
  }
  if (!OBJECT_TYPES.has(name)) return ok(other(type, said));
  if (isForAGroup(embedded, actor)) return ok(tell({ type: "reference", id: object }));
  const read = readObject(embedded, { context: json["@context"], author: actor });
  if (!read.ok) return within("object", read.error);
  const confirms = type === "Create" ? readConfirmation(embedded, said) : ok(undefined);
  if (!confirms.ok) return confirms;
  return ok(tell(read.value, confirms.value));
}

/**
 * A note that is for nobody but one or two and has to do with an agreement. What is for everybody, or for followers, as
 * nearly all notes are, is not looked at further.
 */
function readConfirmation(note: JsonObject, { actor, published, json }: Said): ConfirmationRead {
  const { agreement, offer } = confirmedBy(note);
  const concluded = agreementIn(json["result"]);
  const isAbout = agreement !== undefined || offer !== undefined || concluded !== undefined;
  if (!isAbout || isPublic(json) || isPublic(note)) return ok(undefined);
  const result = concluded === undefined ? ok(undefined) : readAgreement(concluded, actor, "result");
  if (!result.ok) return result;
  return ok(defined({ agreement, offer, result: result.value, published, text: wordsIn(note, json["@context"]) }));
}

type ConfirmationRead = Result<InboundConfirmation | undefined, WireError>;

const schemaOfEnvelope = z.object({ to: addressees, cc: addressees });

function isPublic(json: JsonObject): boolean {
  const { to, cc } = schemaOfEnvelope.parse(json);
  return to.includes(PUBLIC) || cc.includes(PUBLIC);
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
