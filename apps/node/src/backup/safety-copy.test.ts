import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepSafetyCopy, removeOldSafetyCopies } from "./safety-copy.ts";

let folder = "";
let file = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-safety-"));
  file = join(folder, "hall.sqlite");
  await writeFile(file, "as it was");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const copyTo = async (to: string) => writeFile(to, await readFile(file), { flag: "wx", mode: 0o600 });
const names = async () => (await readdir(folder)).toSorted();

test("a copy of before an upgrade takes the place of the one before, once it is whole", async () => {
  await keepSafetyCopy({ file, bytes: 9, to: ["0017-a", "0018-b"], copyTo });
  expect(await names()).toEqual(["hall.sqlite", "hall.sqlite.before-0017-a"]);
  expect((await stat(join(folder, "hall.sqlite.before-0017-a"))).mode & 0o777).toBe(0o600);
  await expect(
    keepSafetyCopy({ file, bytes: 9, to: ["0019-c"], copyTo: () => Promise.reject(new Error("cut")) }),
  ).rejects.toThrow("cut");
  expect(await names()).toEqual(["hall.sqlite", "hall.sqlite.before-0017-a"]);
  // What an attempt that was cut short left is in nobody's way, and the same upgrade may be tried again.
  await writeFile(join(folder, "hall.sqlite.before-0019-c.part"), "half");
  for (let attempt = 0; attempt < 2; attempt += 1) await keepSafetyCopy({ file, bytes: 9, to: ["0019-c"], copyTo });
  expect(await names()).toEqual(["hall.sqlite", "hall.sqlite.before-0019-c"]);
  expect(await readFile(join(folder, "hall.sqlite.before-0019-c"), "utf8")).toBe("as it was");
});

test("it goes by itself after fourteen days", async () => {
  await keepSafetyCopy({ file, bytes: 9, to: ["0017-a"], copyTo });
  const now = Date.UTC(2026, 10, 22);
  await utimes(join(folder, "hall.sqlite.before-0017-a"), now / 1000, now / 1000);
  await removeOldSafetyCopies(file, now + 14 * DAY);
  expect(await names()).toHaveLength(2);
  await removeOldSafetyCopies(file, now + 14 * DAY + 1);
  expect(await names()).toEqual(["hall.sqlite"]);
});
