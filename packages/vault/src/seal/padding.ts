/** What lies in the vault has lengths in steps of 4 KiB, so that a length tells next to nothing. */
export const BUCKET = 4096;
const LENGTH_BYTES = 4;

/** Length, bytes, zeros. */
export function pad(bytes: Uint8Array, bucket = BUCKET): Uint8Array {
  const size = Math.ceil((LENGTH_BYTES + bytes.length) / bucket) * bucket;
  const padded = Buffer.alloc(size);
  padded.writeUInt32BE(bytes.length);
  padded.set(bytes, LENGTH_BYTES);
  return padded;
}

/** Undefined for what was not padded here. */
export function unpad(padded: Uint8Array, bucket = BUCKET): Uint8Array | undefined {
  if (padded.length < LENGTH_BYTES || padded.length % bucket !== 0) return undefined;
  const length = Buffer.from(padded.buffer, padded.byteOffset, LENGTH_BYTES).readUInt32BE();
  return length > padded.length - LENGTH_BYTES ? undefined : padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}

export const padJson = (value: unknown, bucket?: number): Uint8Array =>
  pad(Buffer.from(JSON.stringify(value), "utf8"), bucket);

export function unpadJson(padded: Uint8Array, bucket?: number): unknown {
  const bytes = unpad(padded, bucket);
  return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString("utf8"));
}
