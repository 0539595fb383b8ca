import { verify } from "node:crypto";
import { err, type ActorId, type Clock, type Result } from "@commonhall/domain";
import { readCavageSignature } from "./cavage-signature.ts";
import type { KeyRing } from "./key-ring.ts";
import { readMessageSignature } from "./rfc9421-signature.ts";
import type { SignatureClaim, SignatureProblem, SignedParts } from "./signed-parts.ts";

/** What the fast door found. It only ever proves what Fedify's `verifyRequest` would accept too. */
export type FastAnswer =
  | { readonly type: "proven"; readonly by: ActorId }
  | SignatureProblem
  /** A signature that can be checked as soon as the key is there. */
  | { readonly type: "unknown key"; readonly keyId: string }
  /** The key that we know does not fit. It may have been changed. */
  | { readonly type: "wrong"; readonly keyId: string };

export type FastDoor = (parts: SignedParts) => Promise<FastAnswer>;

/**
 * Checks the HTTP signature of a request by a key that is known already: no library, no JSON-LD, no network. Nearly
 * everything that ever comes goes through here.
 */
export function createFastDoor(keys: Pick<KeyRing, "get">, clock: Clock): FastDoor {
  return async (parts) => {
    const claim = readClaim(parts, clock);
    if (!claim.ok) return claim.error;
    const { keyId, base, signature } = claim.value;
    const known = await keys.get(keyId);
    if (known === undefined) return { type: "unknown key", keyId };
    const fits = known.algorithm === "RSA" && verify("sha256", Buffer.from(base), known.key, signature);
    return fits ? { type: "proven", by: known.owner } : { type: "wrong", keyId };
  };
}

function readClaim(parts: SignedParts, clock: Clock): Result<SignatureClaim, SignatureProblem> {
  if (parts.headers["signature-input"] !== undefined) return readMessageSignature(parts, clock());
  return parts.headers["signature"] === undefined ? err({ type: "none" }) : readCavageSignature(parts, clock());
}
