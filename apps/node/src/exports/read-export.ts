import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { err, type Result } from "@commonhall/domain";
import { filesIn } from "./archive.ts";
import { MANIFEST, readManifest, type Manifest, type ManifestRefused } from "./manifest.ts";

export type ExportRefused =
  | { readonly type: "no manifest" }
  | { readonly type: "manifest"; readonly why: ManifestRefused }
  | { readonly type: "missing"; readonly name: string }
  | { readonly type: "not described"; readonly name: string }
  | { readonly type: "altered"; readonly name: string };

/** Everything that the manifest names is there, byte for byte, and nothing else is. */
export async function checkExport(folder: string): Promise<Result<Manifest, ExportRefused>> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(() => undefined);
  if (text === undefined) return err({ type: "no manifest" });
  const manifest = readManifest(text);
  if (!manifest.ok) return err({ type: "manifest", why: manifest.error });
  const { files } = manifest.value;
  const there = new Set(await filesIn(folder));
  for (const name of there) if (!files.has(name)) return err({ type: "not described", name });
  for (const [name, { sha256, bytes }] of files) {
    if (!there.has(name)) return err({ type: "missing", name });
    const hash = createHash("sha256");
    let read = 0;
    for await (const chunk of createReadStream(join(folder, name))) {
      hash.update(chunk);
      read += chunk.length;
    }
    if (read !== bytes || hash.digest("hex") !== sha256) return err({ type: "altered", name });
  }
  return manifest;
}

/** The rows of these tables, in their order; of one that has no file there are none. */
export async function* rowsIn(
  folder: string,
  tables: readonly string[],
  { files }: Manifest,
): AsyncGenerator<{ readonly table: string; readonly line: string }> {
  for (const table of tables) {
    const name = `commonhall/${table}.jsonl`;
    if (!files.has(name)) continue;
    const lines = createInterface({ input: createReadStream(join(folder, name)), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) if (line !== "") yield { table, line };
  }
}
