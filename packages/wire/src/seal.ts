import type { Timestamp } from "@commonhall/domain";
import type { JsonObject } from "./json.ts";
import type { ProofKey } from "./proof.ts";

/** `JSON.stringify` of either is what is kept, served and sent. */
export interface Sealed {
  /** With the sealed object in it, and a proof of its own. */
  readonly activity: JsonObject;
  readonly object: JsonObject;
}

/** A proof for the object, so that it can be passed on, and one for the activity that carries it. */
export function sealed(activity: JsonObject, object: JsonObject, key: ProofKey, at: Timestamp): Sealed {
  throw new Error(`not yet: ${JSON.stringify([activity, object, key, at])}`);
}
