import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from "node:crypto";

/** X25519 opens what is sealed, Ed25519 signs. A private key is its 32 bytes of seed, a public one their base64url. */
type Curve = "X25519" | "Ed25519";

export interface KeyPair {
  readonly seed: Uint8Array;
  readonly private: KeyObject;
  /** base64url. */
  readonly public: string;
}

const SEED_BYTES = 32;
/** PKCS #8 around a seed (RFC 8410). */
const PREFIX: Readonly<Record<Curve, string>> = {
  X25519: "302e020100300506032b656e04220420",
  Ed25519: "302e020100300506032b657004220420",
};

export const boxPair = (seed: Uint8Array = randomBytes(SEED_BYTES)): KeyPair => pairOf("X25519", seed);
export const signPair = (seed: Uint8Array = randomBytes(SEED_BYTES)): KeyPair => pairOf("Ed25519", seed);

export const boxKey = (x: string): KeyObject => publicKey("X25519", x);
export const signKey = (x: string): KeyObject => publicKey("Ed25519", x);

function pairOf(curve: Curve, seed: Uint8Array): KeyPair {
  if (seed.length !== SEED_BYTES) throw new Error("A seed has 32 bytes");
  const key = Buffer.concat([Buffer.from(PREFIX[curve], "hex"), seed]);
  const own = createPrivateKey({ key, format: "der", type: "pkcs8" });
  const { x } = createPublicKey(own).export({ format: "jwk" });
  if (x === undefined) throw new Error("A key without its public half");
  return { seed, private: own, public: x };
}

const publicKey = (crv: Curve, x: string): KeyObject => createPublicKey({ key: { kty: "OKP", crv, x }, format: "jwk" });
