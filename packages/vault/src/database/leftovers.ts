import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { newId } from "../ids.ts";

/** Of a file beside the two of the vault that goes when its work is done: it says which process it belongs to. */
export const temporaryName = (what: "data.copy" | "data.restored"): string => `${what}-${process.pid}-${newId()}`;

const LEFT =
  /^(?:(?:data|keyring)\.(?:copy|restored)-(?:(\d+)-)?[0-9a-f]{32}(?:-wal|-shm|-journal)?|keyring\.db\.[0-9a-f]{32})$/;

/** Drafts of one file, which lie beside it until they are whole. */
export async function removeDraftsOf(file: string): Promise<void> {
  const own = basename(file);
  for (const name of await readdir(dirname(file))) {
    if (name.startsWith(`${own}.`) && /^(?:[0-9a-f]{16}){1,2}$/.test(name.slice(own.length + 1)))
      await rm(join(dirname(file), name), { force: true });
  }
}

/**
 * What a process that was killed left behind. To be asked before this one makes any: what carries its number is of an
 * earlier process that had the same.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [found, pid] = LEFT.exec(name) ?? [];
    if (found !== undefined && !(pid !== undefined && isAlive(Number(pid))))
      await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
