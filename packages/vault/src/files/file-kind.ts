/** What a file is by its own bytes. Its name and what a browser says of it are hearsay. */
export type FileKind = { readonly type: string; readonly cleaning: "picture" | "none" };

/** Pictures whose decoders are fed with what strangers send. SVG is a program that draws, so it is none of them. */
const PICTURES: readonly (readonly [type: string, is: (bytes: Uint8Array) => boolean])[] = [
  ["image/jpeg", (bytes) => begins(bytes, [0xff, 0xd8, 0xff])],
  ["image/png", (bytes) => begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ["image/gif", (bytes) => begins(bytes, "GIF87a") || begins(bytes, "GIF89a")],
  ["image/webp", (bytes) => begins(bytes, "RIFF") && begins(bytes, "WEBP", 8)],
];

const OTHERS: readonly (readonly [type: string, is: (bytes: Uint8Array) => boolean])[] = [
  ["application/pdf", (bytes) => begins(bytes, "%PDF-")],
  ["image/heic", (bytes) => begins(bytes, "ftyphei", 4) || begins(bytes, "ftypmif1", 4)],
  ["audio/mp4", (bytes) => begins(bytes, "ftypM4A", 4)],
  ["video/3gpp", (bytes) => begins(bytes, "ftyp3g", 4)],
  ["video/quicktime", (bytes) => begins(bytes, "ftypqt", 4)],
  ["video/mp4", (bytes) => begins(bytes, "ftyp", 4)],
  ["video/webm", (bytes) => begins(bytes, [0x1a, 0x45, 0xdf, 0xa3])],
  ["audio/ogg", (bytes) => begins(bytes, "OggS")],
  ["audio/wav", (bytes) => begins(bytes, "RIFF") && begins(bytes, "WAVE", 8)],
  ["audio/amr", (bytes) => begins(bytes, "#!AMR")],
  ["audio/mpeg", (bytes) => begins(bytes, "ID3") || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)],
  ["application/zip", (bytes) => begins(bytes, [0x50, 0x4b, 0x03, 0x04])],
];

export function fileKind(bytes: Uint8Array): FileKind {
  const picture = PICTURES.find(([, is]) => is(bytes));
  if (picture !== undefined) return { type: picture[0], cleaning: "picture" };
  const other = OTHERS.find(([, is]) => is(bytes));
  return { type: other?.[0] ?? "application/octet-stream", cleaning: "none" };
}

function begins(bytes: Uint8Array, expected: string | readonly number[], at = 0): boolean {
  const wanted = typeof expected === "string" ? Buffer.from(expected, "latin1") : expected;
  return bytes.length >= at + wanted.length && wanted.every((byte, index) => bytes[at + index] === byte);
}
