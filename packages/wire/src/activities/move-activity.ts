import type { ActivityId, ActorId } from "@commonhall/domain";
import { contextFor } from "../context.ts";
import type { JsonObject } from "../json.ts";

interface Moving {
  readonly id: ActivityId;
  /** The former one, or the later one where nobody can speak for the former from its server any more. */
  readonly actor: ActorId;
  readonly former: ActorId;
  readonly later: ActorId;
  readonly to: readonly string[];
}

/** An actor of ours goes on under another id (FEP-7628). */
export function moveActivity({ id, actor, former, later, to }: Moving): JsonObject {
  const document: JsonObject = { id, type: "Move", actor, object: former, target: later, to };
  return { "@context": contextFor(document), ...document };
}
