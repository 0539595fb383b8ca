import { generateKeyPairSync } from "node:crypto";
import type { ProofKey } from "../proof.ts";
import { addressesOf, type Site } from "../addresses.ts";
import type { PublicKeys } from "../keys.ts";

/** A node of its own for tests of documents, with keys that are made once a run. */
export const SITE: Site = { origin: "https://hall.example", handleHost: "hall.example" };
export const ADDRESSES = addressesOf(SITE);

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ed25519 = generateKeyPairSync("ed25519");

export const KEYS: PublicKeys = {
  rsaPublic: rsa.publicKey.export({ format: "pem", type: "spki" }).toString(),
  ed25519Public: ed25519.publicKey.export({ format: "pem", type: "spki" }).toString(),
};

/** Every actor of the test node signs with the same key, under its own name. */
export const proofKeyOf = (actor: Parameters<typeof ADDRESSES.proofKey>[0]): ProofKey => ({
  verificationMethod: ADDRESSES.proofKey(actor),
  privateKey: ed25519.privateKey,
});

export const PUBLIC_KEY = ed25519.publicKey;
