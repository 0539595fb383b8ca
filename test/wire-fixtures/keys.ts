import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ActorId } from "@commonhall/domain";
import type { ProofKey, PublicKeys } from "@commonhall/wire";

/** The public half of a key whose private half was thrown away: no fixture is signed with it. */
const RSA_PUBLIC = readFileSync(new URL("rsa-public.pem", import.meta.url), "utf8");
/** What stands in front of the seed of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** SHA-256 of the actor's id, so that anybody can make the same keys. */
export const seedOf = (actor: ActorId): Buffer => createHash("sha256").update(actor).digest();

const privateKeyOf = (actor: ActorId): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seedOf(actor)]), format: "der", type: "pkcs8" });

export const publicKeyOf = (actor: ActorId): KeyObject => createPublicKey(privateKeyOf(actor));

export const proofKeyOf = (actor: ActorId): ProofKey => ({
  verificationMethod: `${actor}#ed25519-key`,
  privateKey: privateKeyOf(actor),
});

export const keysOf = (actor: ActorId): PublicKeys => ({
  rsaPublic: RSA_PUBLIC,
  ed25519Public: publicKeyOf(actor).export({ format: "pem", type: "spki" }).toString(),
});
