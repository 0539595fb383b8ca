import type { ActivityId, ActorId, ObjectId } from "@commonhall/domain";
import { contextFor } from "../context.ts";
import type { JsonObject } from "../json.ts";

/**
 * A complaint to the server of an author, in the name of the whole node (wire.md 7): the author and what they wrote,
 * plain text, and nobody who complains. The id carries a tag that is the same for the same complainer, and opaque.
 */
export function flagActivity(flag: {
  readonly id: ActivityId;
  readonly node: ActorId;
  readonly author: ActorId;
  readonly object: ObjectId;
  readonly text: string;
}): JsonObject {
  const { id, node, author, object, text } = flag;
  const document = { id, type: "Flag", actor: node, to: [author], object: [author, object], content: text };
  return { "@context": contextFor(document), ...document };
}
