import { actorId, err, objectId, ok, sameOrigin, type ActorId, type ObjectId, type Result } from "@commonhall/domain";
import { z } from "zod";
import type { JsonObject } from "../json.ts";
import { foreign, type Said } from "./said.ts";
import { defined, listOf, localName, optional, refusal, required, typeIn } from "./shapes.ts";
import type { WireError } from "./types.ts";

const RELATIONSHIP = new Set(["Relationship"]);
const schema = z.object({ id: optional(objectId), subject: required(actorId), object: required(actorId) });

export interface Related {
  readonly id?: ObjectId;
  readonly subject: ActorId;
  readonly object: ActorId;
}

/**
 * A Relationship of this name, between its offerer and somebody; undefined for what is none. Nobody relates another: the
 * subject is who offers, and its id is of one origin with them.
 */
export function readRelationship(
  { actor }: Pick<Said, "actor">,
  json: JsonObject,
  name: string,
): Result<Related, WireError> | undefined {
  const [relationship] = listOf(json["relationship"]);
  const isOfThis = typeof relationship === "string" && localName(relationship) === name;
  if (!isOfThis || typeIn(json["type"], RELATIONSHIP) !== "Relationship") return undefined;
  const parsed = schema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error, "object."));
  const { id, subject } = parsed.data;
  if (subject !== actor) return foreign("object.subject", subject, actor);
  if (id !== undefined && !sameOrigin(id, actor)) return foreign("object.id", id, actor);
  return ok(defined(parsed.data));
}
