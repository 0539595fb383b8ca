import type { ActorId } from "@commonhall/domain";
import type { ProofKey } from "@commonhall/wire";
import type { SigningKey } from "../http/signatures.ts";

/** What one of our actors signs with: requests by RSA, documents by Ed25519. */
export interface LocalSigner {
  readonly actor: ActorId;
  readonly request: SigningKey;
  readonly proof: ProofKey;
}

export interface LocalKeys {
  /** Undefined for an actor that is not ours, or whose keys are gone. */
  signerFor(actor: ActorId): Promise<LocalSigner | undefined>;
}
