import type { KeyObject } from "node:crypto";

/** An RSA private key with the id under which others find its public half. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** The two ways to sign a request that servers of the fediverse read: RFC 9421, and draft-cavage-http-signatures-12. */
export type SignatureForm = "rfc9421" | "cavage";
