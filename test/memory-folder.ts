import { mkdtempSync, rmSync, chmodSync, statfsSync } from "node:fs";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** All the files of a run together take a quarter of it. */
const ENOUGH = 4 * 2 ** 30;

/**
 * A folder in memory for all that tests write, gone with the process; undefined where there is none with enough room.
 * Nodes wait for the disk at each commit, as they should, and thousands of them are started here: on a disk that is
 * most of a run. What tests guarantee of processes that are killed holds the same, since what they wrote outlives them
 * here too; that a commit is synchronous is told by what is asked of SQLite.
 */
export function memoryFolder(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ENOUGH) return undefined;
    const folder = mkdtempSync(join(MEMORY, "commonhall-tests-"));
    // Servers under accounts of their own go through it, as through /tmp.
    chmodSync(folder, 0o1777);
    process.once("exit", () => remove(folder));
    return folder;
  } catch {
    return undefined;
  }
}

/** What a test that was cut off has left mounted there stays, and a run does not end by that. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    console.error(`${folder} could not be removed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
