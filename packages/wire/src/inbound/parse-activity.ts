import { activityId, actorId, err, objectId, ok, sameOrigin, type Result } from "@commonhall/domain";
import { z } from "zod";
import { parseDocument } from "./parse-document.ts";
import { readAnnounced } from "./read-announced.ts";
import { readFlag } from "./read-flag.ts";
import { readMove } from "./read-move.ts";
import { agreementIn, readAgreement, wordsIn } from "./read-agreement.ts";
import { readOffer } from "./read-offer.ts";
import { readChangedCollection, readInvite } from "./read-organising.ts";
import { readTold } from "./read-told.ts";
import { readUndone } from "./read-undone.ts";
import { foreign, other, type Said } from "./said.ts";
import { defined, refusal, required, timestamp, typeOutOf } from "./shapes.ts";
import type { InboundActivity, ReadActivity, WireError } from "./types.ts";

const USED: ReadonlySet<string> = new Set([
  "Follow",
  "Accept",
  "Reject",
  "Undo",
  "Create",
  "Update",
  "Delete",
  "Announce",
  "Offer",
  "Flag",
  "Invite",
  "Add",
  "Remove",
  "Read",
  "Move",
]);

const activitySchema = z.object({
  id: required(activityId),
  type: typeOutOf(USED),
  actor: required(actorId),
  published: timestamp,
});

/**
 * An activity as it was posted to an inbox. Never throws. `raw` is the parsed document.
 *
 * Who may say what about what (FEP-fe34): an activity is of one origin with its actor. So is what it creates, updates or
 * deletes, and the actor is among the authors. Whom and what it follows, announces, offers or answers may be anywhere;
 * what it takes back is the actor's own. Whether the request comes from that actor at all is for the caller to check.
 */
export function parseActivity(text: string): Result<ReadActivity, WireError> {
  const document = parseDocument(text);
  if (!document.ok) return document;
  const raw = document.value;
  const parsed = activitySchema.safeParse(raw);
  if (!parsed.success) return err(refusal(parsed.error));
  const { id, type, actor, published } = parsed.data;
  if (!sameOrigin(id, actor)) return foreign("id", id, actor);
  const read = readByType(type, { id, actor, published, json: raw });
  return read.ok ? ok({ ...read.value, raw }) : read;
}

function readByType(type: string, said: Said): Result<InboundActivity, WireError> {
  switch (type) {
    case "Create":
    case "Update":
      return readTold(type, said);
    case "Announce":
      return readAnnounced(said);
    case "Delete":
      return readDelete(said);
    case "Follow":
      return readFollow(said);
    case "Accept":
    case "Reject":
      return readAnswer(type, said);
    case "Undo":
      return readUndone(said);
    case "Offer":
      return readOffer(said);
    case "Flag":
      return readFlag(said);
    case "Invite":
      return readInvite(said);
    case "Add":
    case "Remove":
      return readChangedCollection(type, said);
    case "Move":
      return readMove(said);
    case "Read":
      return readRead(said);
    default:
      return ok(other(type, said));
  }
}

const deleteSchema = z.object({ object: required(objectId) });

/** Of an object, its Tombstone, or the actor itself. */
function readDelete({ id, actor, json }: Said): Result<InboundActivity, WireError> {
  const parsed = deleteSchema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error));
  const { object } = parsed.data;
  return sameOrigin(object, actor) ? ok({ type: "Delete", id, actor, object }) : foreign("object", object, actor);
}

const followSchema = z.object({ object: required(actorId) });

function readFollow({ id, actor, json }: Said): Result<InboundActivity, WireError> {
  const parsed = followSchema.safeParse(json);
  return parsed.success ? ok({ type: "Follow", id, actor, object: parsed.data.object }) : err(refusal(parsed.error));
}

const answerSchema = z.object({ object: required(activityId) });

/** The Follow or Offer that is answered, embedded or by its id alone. What was asked is known to who asked. */
function readAnswer(
  type: "Accept" | "Reject",
  { id, actor, published, json }: Said,
): Result<InboundActivity, WireError> {
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error));
  const { object } = parsed.data;
  const agreement = agreementIn(json["result"]);
  const result = agreement === undefined ? undefined : readAgreement(agreement, actor, "result");
  if (result?.ok === false) return result;
  return ok(defined({ type, id, actor, object, result: result?.value, published, text: wordsIn(json) }));
}

const readSchema = z.object({ object: required(objectId) });

function readRead({ id, actor, published, json }: Said): Result<InboundActivity, WireError> {
  const parsed = readSchema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error));
  return ok(defined({ type: "Read" as const, id, actor, object: parsed.data.object, published }));
}
