import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DAY, type Timestamp } from "@commonhall/domain";
import type { Upgrade } from "@commonhall/store";
import { noRoom } from "./room-on-disk.ts";

const BEFORE = ".before-";
const KEPT_FOR = 14 * DAY;

/**
 * Keeps `hall.sqlite.before-NNNN-…` beside a file of the store or the vault before it is upgraded, for whoever has to go back to the version of
 * before. That of an earlier upgrade goes once this one is whole. Throws, and so stops the upgrade, where the disk has no
 * room for the copy and for what the upgrade itself writes.
 */
export async function keepSafetyCopy({ file, bytes, to, copyTo }: Upgrade): Promise<void> {
  if ((await noRoom([{ folder: dirname(file), bytes: 2 * bytes }])) !== undefined) {
    throw Object.assign(new Error("There is no room for a copy before the upgrade"), { code: "ENOSPC" });
  }
  const copy = `${file}${BEFORE}${to[0] ?? ""}`;
  const draft = `${copy}.part`;
  await rm(draft, { force: true });
  await copyTo(draft);
  await rename(draft, copy);
  for (const other of await copiesOf(file)) if (other !== copy) await rm(other, { force: true });
}

/** What a node was before it was upgraded is kept for a while and no longer: it has what was deleted since. */
export async function removeOldSafetyCopies(file: string, now: Timestamp): Promise<void> {
  for (const copy of await copiesOf(file)) {
    const { mtimeMs } = await stat(copy);
    if (now - mtimeMs > KEPT_FOR) await rm(copy, { force: true });
  }
}

async function copiesOf(file: string): Promise<readonly string[]> {
  const names = await readdir(dirname(file));
  return names.filter((name) => name.startsWith(`${basename(file)}${BEFORE}`)).map((name) => join(dirname(file), name));
}
