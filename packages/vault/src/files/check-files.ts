import { err, ok, type Result } from "@commonhall/domain";
import { LARGEST_FILE, MOST_FILES, type IncomingFile } from "../intake/ports.ts";

export type FilesRefused =
  | { readonly type: "too many files"; readonly count: number; readonly most: number }
  | { readonly type: "file too large"; readonly name: string; readonly bytes: number; readonly limit: number };

/** At most five, of at most 10 MiB each (anonymity.md 2.2). */
export function checkFiles(files: readonly IncomingFile[]): Result<readonly IncomingFile[], FilesRefused> {
  if (files.length > MOST_FILES) return err({ type: "too many files", count: files.length, most: MOST_FILES });
  const large = files.find(({ bytes }) => bytes.length > LARGEST_FILE);
  if (large === undefined) return ok(files);
  return err({ type: "file too large", name: large.name, bytes: large.bytes.length, limit: LARGEST_FILE });
}
