import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { formsOf } from "./plants.ts";

/** Looks for many things at once in one pass over the bytes. */
export type Seek = (bytes: Buffer) => ReadonlySet<string>;

/** Answers what of it is in the bytes, and how it is written there. */
export function seeker(planted: ReadonlyMap<string, string>): Seek {
  const byStart = new Map<number, { readonly form: Buffer; readonly name: string }[]>();
  const starts = new Uint8Array(1 << 24);
  for (const [text, where] of planted) {
    for (const [how, form] of formsOf(text)) {
      const start = startAt(form, 0);
      starts[start] = 1;
      byStart.set(start, [...(byStart.get(start) ?? []), { form, name: `${where} (${how})` }]);
    }
  }
  return (bytes) => {
    const found = new Set<string>();
    for (let at = 0; at + 2 < bytes.length; at++) {
      const start = startAt(bytes, at);
      if (starts[start] !== 1) continue;
      for (const { form, name } of byStart.get(start) ?? []) {
        if (bytes.subarray(at, at + form.length).equals(form)) found.add(name);
      }
    }
    return found;
  };
}

const startAt = (bytes: Buffer, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

export interface Searched {
  /** ⟨file⟩: ⟨what⟩ (⟨how it is written⟩). */
  readonly hits: readonly string[];
  readonly files: readonly string[];
  readonly bytes: number;
}

/** Searches every byte of every file below a folder, and the names of files and folders. */
export async function searchFolder(folder: string, seek: Seek): Promise<Searched> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).join("\n");
  const hits = [...seek(Buffer.from(names))].map((hit) => `a file's name: ${hit}`);
  let searched = 0;
  for (const file of files) {
    const bytes = await readFile(file);
    searched += bytes.length;
    hits.push(...[...seek(bytes)].map((hit) => `${relative(folder, file)}: ${hit}`));
  }
  return { hits, files: files.map((file) => relative(folder, file)), bytes: searched };
}
