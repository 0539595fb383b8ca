import { open } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { err, type Result } from "@commonhall/domain";
import { MAX_FILE_BYTES, parseYamlFile, type YamlFile } from "./yaml-file.ts";

/** Reads a file that somebody named on the command line, from the first of the folders that has it. */
export async function readYamlFile(
  name: string,
  folders: readonly string[],
): Promise<Result<YamlFile, readonly string[]>> {
  const paths = isAbsolute(name) ? [name] : folders.map((folder) => resolve(folder, name));
  for (const path of paths) {
    const bytes = await readSome(path);
    if (bytes === "not there") continue;
    if (typeof bytes === "string") return err([`${name}: ${bytes}`]);
    if (bytes.length > MAX_FILE_BYTES) return err([`${name}: the file is larger than 1 MB, the most that is accepted`]);
    try {
      return parseYamlFile(name, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return err([`${name}: the file is not text in UTF-8; save it as UTF-8`]);
    }
  }
  return err([`${name}: there is no such file`]);
}

type Unread = "not there" | "this is a folder; name a file" | "the file may not be read by this account";

/** As much of a file as may be read and one byte more, so that no size of file fills the memory. */
async function readSome(path: string): Promise<Uint8Array | Unread> {
  try {
    await using file = await open(path);
    const buffer = new Uint8Array(MAX_FILE_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR") return "not there";
    if (code === "EISDIR") return "this is a folder; name a file";
    if (code === "EACCES") return "the file may not be read by this account";
    throw error;
  }
}
