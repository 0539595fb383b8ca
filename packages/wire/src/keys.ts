import { createHash, createPublicKey } from "node:crypto";
import { base58, fromBase58 } from "./base58.ts";

/** The public halves of an actor's two keys, SPKI as PEM. */
export interface PublicKeys {
  readonly rsaPublic: string;
  readonly ed25519Public: string;
}

/** What says "Ed25519 public key" in front of its 32 bytes (the multicodec table). */
const ED25519 = Buffer.from([0xed, 0x01]);
const KEY_BYTES = 32;
/** What stands in front of the same 32 bytes in SPKI (RFC 8410). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** SPKI as PEM of an Ed25519 key → `z6Mk…` (FEP-521a). Throws for any other key. */
export const multikeyOf = (pem: string): string => `z${base58(Buffer.concat([ED25519, rawKey(pem)]))}`;

function rawKey(pem: string): Buffer {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`No Ed25519 key but ${String(key.asymmetricKeyType)}`);
  return key.export({ format: "der", type: "spki" }).subarray(SPKI.length);
}

/** `z6Mk…` → SPKI as PEM; undefined for what is no Ed25519 Multikey. */
export function pemFromMultikey(text: string): string | undefined {
  if (!text.startsWith("z") || text.length > 64) return undefined;
  const bytes = fromBase58(text.slice(1));
  if (bytes?.length !== ED25519.length + KEY_BYTES || !ED25519.equals(bytes.subarray(0, 2))) return undefined;
  const key = Buffer.concat([SPKI, bytes.subarray(ED25519.length)]);
  return createPublicKey({ key, format: "der", type: "spki" }).export({ format: "pem", type: "spki" }).toString();
}

/**
 * What two people read to each other to know that they mean the same key: forty digits, in groups of five, of the SHA-256
 * of the raw Ed25519 key (132 bits of it). Throws for any other key.
 */
export function fingerprintOf(pem: string): string {
  const hash = createHash("sha256").update(rawKey(pem)).digest();
  const groups = Array.from({ length: 8 }, (_, index) => hash.readUIntBE(index * 4, 4) % 100_000);
  return groups.map((group) => String(group).padStart(5, "0")).join(" ");
}
