import { createHash } from "node:crypto";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
/** A public key of 32 bytes, two bytes that check it, and the version, in base32 without a rest (Tor, rend-spec-v3, 6). */
const HOST = /^[a-z2-7]{56}\.onion$/;
const KEY = 32;
const VERSION = 3;

/**
 * `http://….onion` as it was typed, with or without a last slash; undefined for what is no such address. The two bytes
 * are looked at, because a worker who is sent to a mistyped address finds nothing there, and nobody would notice.
 */
export function onionOrigin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (url === undefined || !isHttp || text.replace(/\/$/, "").toLowerCase() !== url.origin) return undefined;
  return HOST.test(url.hostname) && isWhole(bytesOf(url.hostname.slice(0, -".onion".length))) ? url.origin : undefined;
}

function bytesOf(base32: string): Buffer {
  const bits = Array.from(base32, (sign) => BASE32.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

function isWhole(address: Buffer): boolean {
  const key = address.subarray(0, KEY);
  const hash = createHash("sha3-256").update(".onion checksum").update(key).update(Buffer.of(VERSION)).digest();
  return address.at(-1) === VERSION && address.subarray(KEY, KEY + 2).equals(hash.subarray(0, 2));
}
