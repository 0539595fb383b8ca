import { createCipheriv, createDecipheriv } from "node:crypto";

/** Every chunk is as large as any other, whatever is in it. */
export const CHUNK_BYTES = 1024 * 1024;
const TAG_BYTES = 16;
const ROOM = CHUNK_BYTES - TAG_BYTES;

const CIPHER = "aes-256-gcm";

/** How many chunks a file of this length makes; an empty one makes one too. */
export const chunkCount = (length: number): number => Math.max(1, Math.ceil(length / ROOM));

/**
 * AES-256-GCM, one chunk after the other, the last one filled up. Each is bound to the file, to its place and to whether
 * it is the last (the construction of STREAM): none can be moved, left out or cut off unseen. `key` is for this one file.
 */
export function* sealChunks(bytes: Uint8Array, key: Uint8Array, file: string): Generator<Uint8Array> {
  const count = chunkCount(bytes.length);
  for (let index = 0; index < count; index += 1) {
    const cipher = createCipheriv(CIPHER, key, nonce(index));
    cipher.setAAD(place(file, index, count));
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const plain = Buffer.alloc(ROOM);
    plain.set(bytes.subarray(index * ROOM, (index + 1) * ROOM));
    cipher.update(plain).copy(chunk);
    cipher.final();
    cipher.getAuthTag().copy(chunk, ROOM);
    yield chunk;
  }
}

/** What a chunk holds, filling included. Undefined where it was altered, or belongs elsewhere. */
export function openChunk(
  chunk: Uint8Array,
  key: Uint8Array,
  { file, index, count }: { readonly file: string; readonly index: number; readonly count: number },
): Uint8Array | undefined {
  if (chunk.length !== CHUNK_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, nonce(index));
  decipher.setAAD(place(file, index, count));
  decipher.setAuthTag(chunk.subarray(ROOM));
  const plain = decipher.update(chunk.subarray(0, ROOM));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain;
}

const place = (file: string, index: number, count: number): Buffer =>
  Buffer.from(`file:${file}:${index}:${index + 1 === count ? "end" : "more"}`);

/** The number of the chunk: a key seals one file only, so no nonce comes twice under it. */
function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(index, 8);
  return bytes;
}
