import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { err, ok, type Result } from "@commonhall/domain";
import { z } from "zod";
import { boxKey } from "../keys/curves.ts";
import { openRecovery, type PapersRefused } from "../keys/recovery.ts";
import { recoveryName } from "../keys/readers.ts";
import type { Recovery } from "../keys/roster.ts";
import { openSealed, sealTo, SUITE } from "../seal/sealing.ts";
import { type Manifest, manifestSchema, type PartOfBackup } from "./manifest.ts";

/**
 * A backup: one line of JSON with a key sealed to the recovery key, then chunks of exactly 1 MiB under that key, as
 * many as it was told; what is not needed is zeros. Chunks are numbered, and the last one says so, so that none can be moved, dropped or added.
 */
export type BackupOf = "store" | "data" | "keyring";

export type BackupRefused =
  | PapersRefused
  | { readonly type: "not a backup" }
  | { readonly type: "other file"; readonly wanted: BackupOf }
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
  of: z.enum(["store", "data", "keyring"]),
  recovery: recoverySchema,
  key: z.string(),
});

/** What is sealed to the recovery key. In files of before there were manifests the key stands alone. */
const openedSchema = z
  .union([z.strictObject({ key: z.base64url(), manifest: manifestSchema, mac: z.string().optional() }), z.base64url()])
  .transform((opened) => (typeof opened === "string" ? { key: opened, manifest: undefined, mac: undefined } : opened));

const labelOf = (of: BackupOf) => `backup:${of}` as const;

/** What a file is a backup of, and of which backup it is a part. */
export interface Part {
  readonly of: BackupOf;
  readonly manifest: Manifest;
  /** Of `macOfPart`. */
  readonly mac?: string;
}

/** `bytes` gives them in order, in pieces of any length; `chunks` says of how many the file is made where it needs so many. */
export async function writeBackup(
  file: string,
  { of, manifest, mac }: Part,
  recovery: Recovery,
  bytes: AsyncIterable<Uint8Array>,
  chunks: (needed: number) => number = (needed) => needed,
): Promise<void> {
  const key = randomBytes(32);
  const reader = { id: recoveryName(recovery), key: boxKey(recovery.box) };
  const sealed = await sealTo([reader], labelOf(of), { key: key.toString("base64url"), manifest, mac });
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
  const wanted = chunks(number + 1);
  while (number + 1 < wanted) {
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

/** Where the bytes of a backup go. */
export interface Into {
  readonly write: (chunk: Buffer, at: number) => Promise<void>;
  /** Undefined where a chunk is not right: then nothing may be left of what was written. */
  readonly end: (length: number | undefined) => Promise<void>;
}

/** To a file that must not be there. Only for what is sealed in itself. */
export async function readBackup(
  file: string,
  papers: readonly string[],
  wanted: BackupOf,
  to: string,
): Promise<Result<undefined, BackupRefused>> {
  await using out = await open(to, "wx", 0o600);
  return await openBackup(file, papers, wanted, {
    write: async (chunk, at) => void (await out.write(chunk, 0, chunk.length, at)),
    end: async (length = 0) => {
      await out.truncate(length);
      await out.sync();
    },
  });
}

/** Into memory: nothing of it touches a disk. */
export async function readBackupBytes(
  file: string,
  papers: readonly string[],
  wanted: BackupOf,
): Promise<Result<Buffer, BackupRefused>> {
  const chunks: Buffer[] = [];
  let bytes = Buffer.alloc(0);
  const read = await openBackup(file, papers, wanted, {
    write: async (chunk) => void chunks.push(chunk),
    end: async (length = 0) => {
      bytes = Buffer.concat(chunks, length);
      for (const chunk of chunks) chunk.fill(0);
    },
  });
  return read.ok ? ok(bytes) : read;
}

/** What it is and of which backup, without what is in it. */
export async function readManifest(
  file: string,
  papers: readonly string[],
): Promise<Result<PartOfBackup, BackupRefused>> {
  await using handle = await open(file, "r");
  const header = await headerOf(handle);
  if (header === undefined) return err({ type: "not a backup" });
  const opened = await openHeader(header, papers);
  return opened.ok ? ok({ of: header.value.of, manifest: opened.value.manifest, mac: opened.value.mac }) : opened;
}

async function openBackup(
  file: string,
  papers: readonly string[],
  wanted: BackupOf,
  into: Into,
): Promise<Result<undefined, BackupRefused>> {
  await using handle = await open(file, "r");
  const header = await headerOf(handle);
  if (header === undefined) return err({ type: "not a backup" });
  if (header.value.of !== wanted) return err({ type: "other file", wanted });
  const opened = await openHeader(header, papers);
  if (!opened.ok) return opened;
  const length = await openChunks(handle, into, Buffer.from(opened.value.key, "base64url"), header);
  await into.end(length);
  return length === undefined ? err({ type: "altered" }) : ok();
}

async function openHeader(
  { value: { of, recovery: named, key } }: Header,
  papers: readonly string[],
): Promise<Result<z.infer<typeof openedSchema>, BackupRefused>> {
  const recovery = await openRecovery(named, papers);
  if (!recovery.ok) return recovery;
  const reader = { id: recoveryName(named), key: recovery.value.box.private };
  const opened = openedSchema.safeParse(await openSealed(key, labelOf(of), reader));
  return opened.success ? ok(opened.data) : err({ type: "altered" });
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

/** How many bytes there were; undefined where a chunk is not right. */
async function openChunks(
  handle: FileHandle,
  into: Into,
  key: Buffer,
  { bind, end }: Header,
): Promise<number | undefined> {
  const size = (await handle.stat()).size - end;
  const count = size / (CHUNK + TAG);
  if (!Number.isInteger(count) || count < 1) return undefined;
  let length = 0n;
  for (let number = 0; number < count; number++) {
    const at = end + number * (CHUNK + TAG);
    const { buffer } = await handle.read(Buffer.alloc(CHUNK + TAG), 0, CHUNK + TAG, at);
    const plain = openChunk(key, bind, number, number === count - 1, buffer);
    if (plain === undefined) return undefined;
    if (number === count - 1) length = plain.readBigUInt64BE(CHUNK - LENGTH);
    if (length > count * CHUNK - LENGTH) return undefined;
    await into.write(plain, number * CHUNK);
  }
  return Number(length);
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
