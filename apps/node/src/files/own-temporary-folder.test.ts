import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownTemporaryFolder } from "./own-temporary-folder.ts";

let parent = "";
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "commonhall-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

test("is its owner's alone, and gone with the command; what killed ones left goes with the next", async () => {
  const killed = spawnSync(process.execPath, ["-e", ""]).pid;
  const left = join(parent, `hall-drill-${killed}-aBc123`);
  await mkdir(left);
  await writeFile(join(left, "data.db"), "sealed in itself");
  const others = [
    `hall-drill-${process.ppid}-aBc123`,
    `hall-drill-${killed}-notes.txt`,
    `hall-drill`,
    `x-${killed}-aBc123`,
  ];
  for (const name of others) await mkdir(join(parent, name));
  const elsewhere = join(parent, "elsewhere");
  await mkdir(elsewhere);
  await symlink(elsewhere, join(parent, `hall-drill-${killed}-aBc456`));
  const before = process.umask(0);
  try {
    await using folder = await ownTemporaryFolder(parent, "hall-drill");
    expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
    await writeFile(join(folder.path, "one"), "x");
    await chmod(folder.path, 0o700);
    expect(await readdir(parent)).not.toContain(`hall-drill-${killed}-aBc123`);
  } finally {
    process.umask(before);
  }
  const kept = [...others, "elsewhere", `hall-drill-${killed}-aBc456`];
  expect((await readdir(parent)).toSorted()).toEqual(kept.toSorted());
});
