import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { err, type Result } from "@commonhall/domain";
import { filesIn } from "./archive.ts";
import { MANIFEST, manifestSum, readManifest, type Manifest, type ManifestRefused } from "./manifest.ts";

export type ExportRefused =
  | { readonly type: "no manifest" }
  /** Somebody wrote another one: it is not that of the export to which the keys belong. */
  | { readonly type: "other manifest" }
  | { readonly type: "manifest"; readonly why: ManifestRefused }
  | { readonly type: "missing"; readonly name: string }
  | { readonly type: "not described"; readonly name: string }
  | { readonly type: "altered"; readonly name: string };

/**
 * Everything that the manifest names is there, byte for byte, and nothing else is; and it is the manifest whose `sum` the
 * passphrase opened.
 */
export async function checkExport(folder: string, sum: string): Promise<Result<Manifest, ExportRefused>> {
  const text = await manifestIn(folder);
  if (text === undefined) return err({ type: "no manifest" });
  if (manifestSum(text) !== sum) return err({ type: "other manifest" });
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

/** What stands in the manifest, wherever it comes from; undefined where there is none, or more of it than any export has. */
async function manifestIn(folder: string): Promise<string | undefined> {
  const file = join(folder, MANIFEST);
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true && found.size <= LONGEST_MANIFEST ? readFile(file, "utf8") : undefined;
}

const LONGEST_MANIFEST = 16 * 1024 * 1024;

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
