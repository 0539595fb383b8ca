import { createHash, randomBytes } from "node:crypto";
import { newId } from "../ids.ts";
import type { IncomingFile } from "../intake/ports.ts";
import { checkFiles } from "./check-files.ts";
import { chunkCount, openChunk, sealChunks } from "./chunks.ts";
import type { CleanImage } from "./clean-image.ts";
import { fileKind } from "./file-kind.ts";
import { harmlessName } from "./harmless-name.ts";
import type { Chunk, FileOpener, FileSealer, SealedFile } from "./ports.ts";

type Named = Pick<SealedFile, "kind" | "copyOf" | "name" | "type">;
type Sealed = { readonly file: SealedFile; readonly chunks: readonly Chunk[] };

/** Throws on more or larger files than `checkFiles` lets through: who takes them in asks it first. */
export function fileSealer({ cleanImage }: { readonly cleanImage: CleanImage }): FileSealer {
  return {
    seal: async (files) => {
      const checked = checkFiles(files);
      if (!checked.ok) throw new Error(checked.error.type);
      const sealed: Sealed[] = [];
      for (const file of files) sealed.push(...(await sealOne(file, cleanImage)));
      return { files: sealed.map(({ file }) => file), chunks: sealed.flatMap(({ chunks }) => chunks) };
    },
  };
}

/** The file as it came, and beside it a picture drawn anew, if it is a picture. */
async function sealOne(file: IncomingFile, cleanImage: CleanImage): Promise<readonly Sealed[]> {
  const { type, cleaning } = fileKind(file.bytes);
  const name = harmlessName(file.name);
  const original = sealBytes(file.bytes, { kind: "original", name, type });
  const clean = cleaning === "picture" ? await cleanImage(file.bytes) : undefined;
  if (clean === undefined) return [original];
  const copy: Named = { kind: "clean", copyOf: original.file.id, name: asJpeg(name), type: "image/jpeg" };
  return [original, sealBytes(clean, copy)];
}

function sealBytes(bytes: Uint8Array, named: Named): Sealed {
  const id = newId();
  const key = randomBytes(32);
  const chunks = [...sealChunks(bytes, key, id)].map((sealed): Chunk => ({ id: newId(), bytes: sealed }));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const manifest = { length: bytes.length, sha256, key: key.toString("base64url"), chunks: chunks.map(({ id }) => id) };
  return { file: { id, ...named, ...manifest }, chunks };
}

const asJpeg = (name: string): string => `${name.replace(/\.[^.]{1,9}$/u, "")}.jpg`;

export const fileOpener: FileOpener = {
  open: async ({ id, length, key, chunks, sha256 }, read) => {
    const count = chunkCount(length);
    if (chunks.length !== count) return undefined;
    const secret = Buffer.from(key, "base64url");
    const pieces: Uint8Array[] = [];
    for (const [index, name] of chunks.entries()) {
      const chunk = await read(name);
      const piece = chunk === undefined ? undefined : openChunk(chunk, secret, { file: id, index, count });
      if (piece === undefined) return undefined;
      pieces.push(piece);
    }
    const bytes = Buffer.concat(pieces).subarray(0, length);
    return createHash("sha256").update(bytes).digest("hex") === sha256 ? bytes : undefined;
  },
};
