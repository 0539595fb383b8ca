import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { err, ok, type Result } from "@commonhall/domain";
import { z } from "zod";

/** Keys of our actors as an export has them: in a file of their own that a passphrase opens. */
export type ExportedKeys = ReadonlyMap<string, { readonly rsaPrivate: string; readonly ed25519Private: string }>;

/**
 * What the passphrase opens. Nothing else of an export is secret, so whoever keeps it for the centre could write somebody
 * among its allies and put the sums right: what the manifest was stands where nobody can change it.
 */
export interface KeyFile {
  readonly keys: ExportedKeys;
  /** SHA-256 of the manifest of the export that they belong to, in hexadecimal. */
  readonly manifest: string;
}

export type KeyFileRefused = "not a key file" | "wrong passphrase";

/** A file can be tried out for ever, so it takes more than what people choose for signing in. */
export const LEAST_PASSPHRASE = 20;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
/** 256 MiB and about a second for each try. */
const COST = { N: 2 ** 18, r: 8, p: 1, maxmem: 2 ** 29 };
const ALGORITHM = "aes-256-gcm";
const FORMAT = 2;

const fileSchema = z.strictObject({
  kind: z.literal("commonhall keys"),
  format: z.literal(FORMAT),
  salt: z.base64url(),
  nonce: z.base64url(),
  sealed: z.base64url(),
});
const keysSchema = z.strictObject({
  keys: z.record(z.string(), z.strictObject({ rsaPrivate: z.string(), ed25519Private: z.string() })),
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
});

export async function sealKeys({ keys, manifest }: KeyFile, passphrase: string): Promise<string> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv(ALGORITHM, await derive(passphrase, salt, 32, COST), nonce);
  const text = JSON.stringify({ keys: Object.fromEntries(keys), manifest });
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const parts = { salt, nonce, sealed };
  const encoded = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString("base64url")]));
  return `${JSON.stringify({ kind: "commonhall keys", format: FORMAT, ...encoded })}\n`;
}

export async function openKeys(text: string, passphrase: string): Promise<Result<KeyFile, KeyFileRefused>> {
  const file = fileSchema.safeParse(jsonIn(text));
  if (!file.success) return err("not a key file");
  const [salt, nonce, sealed] = [file.data.salt, file.data.nonce, file.data.sealed].map((part) =>
    Buffer.from(part, "base64url"),
  );
  if (salt === undefined || nonce?.length !== 12 || sealed === undefined || sealed.length < 16)
    return err("not a key file");
  const decipher = createDecipheriv(ALGORITHM, await derive(passphrase, salt, 32, COST), nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    const opened = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    const read = keysSchema.safeParse(jsonIn(opened.toString("utf8")));
    if (!read.success) return err("not a key file");
    return ok({ keys: new Map(Object.entries(read.data.keys)), manifest: read.data.manifest });
  } catch {
    return err("wrong passphrase");
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
