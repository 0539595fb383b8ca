import { createPublicKey } from "node:crypto";
import type { ActorId, RemoteKeys } from "@commonhall/domain";
import { verificationMethodOf, verifyProof, type JsonObject } from "@commonhall/wire";

/** Whether a document carries a proof by a key that we know as this actor's: the actor's own document has shown it. */
export async function isProvenBy(
  keys: Pick<RemoteKeys, "get">,
  actor: ActorId,
  document: JsonObject,
): Promise<boolean> {
  const method = verificationMethodOf(document);
  const key = method === undefined ? undefined : await keys.get(method);
  const isTheirs = key?.algorithm === "Ed25519" && key.owner === actor;
  return isTheirs && verifyProof(document, createPublicKey(key.publicKey));
}
