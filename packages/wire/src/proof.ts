import type { KeyObject } from "node:crypto";
import type { Timestamp } from "@commonhall/domain";
import type { JsonObject } from "./json.ts";

/** An actor's Ed25519 key with the id under which its document shows the public half. */
export interface ProofKey {
  readonly verificationMethod: string;
  readonly privateKey: KeyObject;
}

/** Adds a proof by `eddsa-jcs-2022` over exactly this document (FEP-8b32). */
export function withProof(document: JsonObject, key: ProofKey, created: Timestamp): JsonObject {
  throw new Error(`not yet: ${JSON.stringify([document, key, created])}`);
}

/** Whether the document's proof was made by that key over exactly this document. Leaves an LD signature out of account, as FEP-8b32 says. Never throws. */
export function verifyProof(document: JsonObject, publicKey: KeyObject): boolean {
  throw new Error(`not yet: ${JSON.stringify([document, publicKey])}`);
}

/** The id of the key that the document's proof says it was made with. */
export function verificationMethodOf(document: JsonObject): string | undefined {
  throw new Error(`not yet: ${JSON.stringify(document)}`);
}
