import type { Timestamp } from "@commonhall/domain";
import { contextFor } from "./context.ts";
import { without, type JsonObject } from "./json.ts";
import { withProof, type ProofKey } from "./proof.ts";

/** `JSON.stringify` of either is what is kept, served and sent; nothing writes them anew. */
export interface Sealed {
  /** With the sealed object in it, and a proof of its own. */
  readonly activity: JsonObject;
  readonly object: JsonObject;
}

/**
 * A proof for the object, so that it can be passed on and still prove its origin, and one for the activity that carries
 * it. `object` is the one that `activity` was built with; each gets the context of the terms that it uses itself.
 */
export function sealed(activity: JsonObject, object: JsonObject, key: ProofKey, at: Timestamp): Sealed {
  const provenObject = withProof(object, key, at);
  const carrying = { ...without(activity, "@context"), object: provenObject };
  return {
    object: provenObject,
    activity: withProof({ "@context": contextFor(carrying), ...carrying }, key, at),
  };
}
