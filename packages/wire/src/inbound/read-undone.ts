import {
  activityId,
  actorId,
  err,
  httpUrl,
  ok,
  sameOrigin,
  type ActivityId,
  type ActorId,
  type Result,
} from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../json.ts";
import { readOffer } from "./read-offer.ts";
import { foreign, type Said } from "./said.ts";
import { defined, listOf, referenceIn, referencesIn, timestamp, typeIn } from "./shapes.ts";
import type { InboundActivity, Offered, WireError } from "./types.ts";

/** Nobody takes back what another did: the undone activity is of one origin with the actor, and by that actor. */
export function readUndone({ id, actor, json }: Said): Result<InboundActivity, WireError> {
  const [undone, ...more] = listOf(json["object"]);
  if (undone === undefined || more.length > 0) {
    const type = undone === undefined ? "missing" : "malformed";
    return err({ type, field: "object", detail: "is not one activity" });
  }
  const reference = referenceIn(undone);
  const undoneId = reference === undefined ? undefined : activityId(reference);
  if (undoneId !== undefined && !sameOrigin(undoneId, actor)) return foreign("object.id", undoneId, actor);
  if (!isJsonObject(undone)) {
    if (undoneId === undefined)
      return err({ type: "malformed", field: "object", detail: "is not one absolute http(s) address" });
    return ok({ type: "Undo", id, actor, object: { id: undoneId } });
  }
  const [by] = referencesIn(undone["actor"], actorId);
  if (by !== undefined && by !== actor) return foreign("object.actor", by, actor);
  const target = referenceIn(listOf(undone["object"])[0]);
  const object = target === undefined || httpUrl(target) === undefined ? undefined : target;
  const type = typeIn(undone["type"], UNDOABLE);
  if (undoneId === undefined && (type === undefined || object === undefined)) {
    return err({ type: "missing", field: "object.id", detail: "neither an id nor what it was about" });
  }
  const offer = type === "Offer" && undoneId !== undefined ? offerIn(undone, undoneId, actor) : undefined;
  return ok({ type: "Undo", id, actor, object: defined({ id: undoneId, type, object, offer }) });
}

/** By the rules of offers: in the actor's own name only. */
function offerIn(json: JsonObject, id: ActivityId, actor: ActorId): Offered | undefined {
  const { published } = datesSchema.parse(json);
  const read = readOffer({ id, actor, published, json });
  return read.ok && read.value.type === "Offer" ? read.value.offer : undefined;
}

const datesSchema = z.object({ published: timestamp });

const UNDOABLE = new Set(["Follow", "Announce", "Offer", "Accept"]);
