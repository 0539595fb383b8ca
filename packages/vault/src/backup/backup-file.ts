import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { err, ok, type Result } from "@commonhall/domain";
import { z } from "zod";
import { boxKey } from "../keys/curves.ts";
import { openRecovery, type PapersRefused } from "../keys/recovery.ts";
import { recoveryName } from "../keys/readers.ts";
import type { Recovery } from "../keys/roster.ts";
import { openSealed, sealTo, SUITE } from "../seal/sealing.ts";

/**
 * A backup: one line of JSON with a key sealed to the recovery key, then chunks of exactly 1 MiB under that key, the
 * last of them padded. Chunks are numbered, and the last one says so, so that none can be moved, dropped or added.
 */
export type BackupOf = "data" | "keyring";

export type BackupRefused =
  | PapersRefused
  | { readonly type: "not a backup" }
  /** Cut off, or changed since it was made. */
  | { readonly type: "altered" };

const CHUNK = 1024 * 1024;
const LENGTH = 8;
const TAG = 16;
const LONGEST_HEADER = 64 * 1024;

const recoverySchema = z.strictObject({ box: z.string(), sign: z.string(), shares: z.int(), needed: z.int() });
const headerSchema = z.strictObject({
  kind: z.literal("commonhall vault backup"),
  suite: z.literal(SUITE),
  of: z.enum(["data", "keyring"]),
  recovery: recoverySchema,
  key: z.string(),
});

const labelOf = (of: BackupOf) => `backup:${of}` as const;

/** `read` gives the bytes in order, in pieces of any length. */
export async function writeBackup(
  file: string,
  of: BackupOf,
  recovery: Recovery,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const key = randomBytes(32);
  const reader = { id: recoveryName(recovery), key: boxKey(recovery.box) };
  const sealed = await sealTo([reader], labelOf(of), key.toString("base64url"));
  const header = JSON.stringify({ kind: "commonhall vault backup", suite: SUITE, of, recovery, key: sealed });
  await using handle = await open(file, "wx", 0o600);
  await handle.writeFile(`${header}\n`);
  const bind = createHash("sha256").update(header).digest();
  let number = 0;
  let length = 0n;
  let rest = Buffer.alloc(0);
  for await (const piece of bytes) {
    length += BigInt(piece.length);
    rest = Buffer.concat([rest, piece]);
    for (; rest.length >= CHUNK; rest = rest.subarray(CHUNK)) {
      await handle.writeFile(sealChunk(key, bind, number++, false, rest.subarray(0, CHUNK)));
    }
  }
  if (rest.length > CHUNK - LENGTH) {
    await handle.writeFile(
      sealChunk(key, bind, number++, false, Buffer.concat([rest, Buffer.alloc(CHUNK - rest.length)])),
    );
    rest = Buffer.alloc(0);
  }
  const last = Buffer.alloc(CHUNK);
  last.set(rest);
  last.writeBigUInt64BE(length, CHUNK - LENGTH);
  await handle.writeFile(sealChunk(key, bind, number, true, last));
  await handle.sync();
}

/** Writes what was backed up to `to`, which must not be there. Refused whole: nothing is left where a chunk is not right. */
export async function readBackup(
  file: string,
  papers: readonly string[],
  to: string,
): Promise<Result<BackupOf, BackupRefused>> {
  await using handle = await open(file, "r");
  const header = await headerOf(handle);
  if (header === undefined) return err({ type: "not a backup" });
  const recovery = await openRecovery(header.value.recovery, papers);
  if (!recovery.ok) return recovery;
  const { of } = header.value;
  const reader = { id: recoveryName(header.value.recovery), key: recovery.value.box.private };
  const key = z.base64url().safeParse(await openSealed(header.value.key, labelOf(of), reader));
  if (!key.success) return err({ type: "altered" });
  await using out = await open(to, "wx", 0o600);
  const whole = await openChunks(handle, out, Buffer.from(key.data, "base64url"), header);
  if (!whole) await out.truncate(0);
  await out.sync();
  return whole ? ok(of) : err({ type: "altered" });
}

interface Header {
  readonly value: z.infer<typeof headerSchema>;
  readonly bind: Buffer;
  /** Where the chunks begin. */
  readonly end: number;
}

async function headerOf(handle: FileHandle): Promise<Header | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
  const end = buffer.subarray(0, bytesRead).indexOf("\n");
  if (end < 0) return undefined;
  const line = buffer.subarray(0, end);
  try {
    const value = headerSchema.parse(JSON.parse(line.toString("utf8")));
    return { value, bind: createHash("sha256").update(line).digest(), end: end + 1 };
  } catch {
    return undefined;
  }
}

async function openChunks(handle: FileHandle, out: FileHandle, key: Buffer, { bind, end }: Header): Promise<boolean> {
  const size = (await handle.stat()).size - end;
  const count = size / (CHUNK + TAG);
  if (!Number.isInteger(count) || count < 1) return false;
  let length = 0n;
  for (let number = 0; number < count; number++) {
    const at = end + number * (CHUNK + TAG);
    const { buffer } = await handle.read(Buffer.alloc(CHUNK + TAG), 0, CHUNK + TAG, at);
    const plain = openChunk(key, bind, number, number === count - 1, buffer);
    if (plain === undefined) return false;
    if (number === count - 1) length = plain.readBigUInt64BE(CHUNK - LENGTH);
    await out.write(plain, 0, CHUNK, number * CHUNK);
  }
  await out.truncate(Number(length));
  return true;
}

const nonceOf = (number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt8(last ? 1 : 0);
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
};

function sealChunk(key: Buffer, bind: Buffer, number: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(number, last)).setAAD(bind);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openChunk(key: Buffer, bind: Buffer, number: number, last: boolean, sealed: Buffer): Buffer | undefined {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(number, last)).setAAD(bind);
    decipher.setAuthTag(sealed.subarray(CHUNK));
    return Buffer.concat([decipher.update(sealed.subarray(0, CHUNK)), decipher.final()]);
  } catch {
    return undefined;
  }
}
