import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { removeWhole } from "./snapshot-store.ts";

const LEFT = /^\.part-(\d+)-[0-9a-f-]{36}$/;

/** What a process that was killed while it copied this file left beside it; what one that lives works on stays. */
export async function removeLeftovers(file: string): Promise<void> {
  const own = basename(file);
  for (const name of await readdir(dirname(file))) {
    const [, pid] = name.startsWith(own) ? (LEFT.exec(name.slice(own.length)) ?? []) : [];
    if (pid !== undefined && !isAlive(Number(pid))) await removeWhole(join(dirname(file), name));
  }
}

/** Whether a process of this machine has that number; not this one, which asks before it makes anything. */
export function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
