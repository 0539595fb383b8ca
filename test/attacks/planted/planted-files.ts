import { crc32, deflateSync } from "node:zlib";

export const textFile = (name: string, inside: string): File =>
  new File([`before ${inside} after`], name, { type: "text/plain" });

/** A picture that a program can draw, with words hung on it as telephones hang places and names on theirs. */
export function photograph(name: string, inside: string): File {
  const side = 64;
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0]);
  const words = Buffer.concat([Buffer.from("Comment\0"), Buffer.from(inside)]);
  const pixels = deflateSync(Buffer.alloc(side * (side + 1)));
  const parts = [chunk("IHDR", header), chunk("tEXt", words), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))];
  return new File([Buffer.concat([PNG_SIGNATURE, ...parts])], name, { type: "image/png" });
}

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Of a PNG: length, kind, bytes, and a sum over the latter two. */
export function chunk(kind: string, bytes: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), bytes]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(bytes.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
