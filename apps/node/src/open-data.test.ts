import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ok } from "@commonhall/domain";
import { dataRefusedSentence } from "./commands/refusals.ts";
import { openData } from "./open-data.ts";

const PEPPER = async () => ok(new Uint8Array(32));

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-data-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test("a folder that is made, or that has nothing else in it, is its owner's alone", async () => {
  const open = join(folder, "open");
  await mkdir(open);
  await chmod(open, 0o755);
  for (const path of [join(folder, "new", "deep"), open]) {
    const data = await openData({ dataFolder: path }, Date.now, PEPPER);
    if (!data.ok) throw new Error(data.error.detail);
    await data.value.close();
    expect(await modeOf(path)).toBe(0o700);
  }
});

test("a folder that others use as well is left as it is", async () => {
  await writeFile(join(folder, "letter.txt"), "Dear all");
  await chmod(folder, 0o755);
  const data = await openData({ dataFolder: folder }, Date.now, PEPPER);
  if (!data.ok) throw new Error(data.error.detail);
  await data.value.close();
  expect(await modeOf(folder)).toBe(0o755);
});

test("what cannot be opened is told, not thrown", async () => {
  await writeFile(
    join(folder, "hall.sqlite"),
    "This is no database, though it is long enough to be taken for one at first sight, and longer.",
  );
  expect(await openData({ dataFolder: folder }, Date.now, PEPPER)).toMatchObject({
    ok: false,
    error: { detail: "SQLITE_NOTADB" },
  });
  expect(await openData({ dataFolder: join(folder, "hall.sqlite", "below") }, Date.now, PEPPER)).toMatchObject({
    ok: false,
    error: { detail: "ENOTDIR" },
  });
});

test("a database that cannot be reached is told in a sentence without its password", async () => {
  const place = { dataFolder: folder, database: "postgres://hall:secret@127.0.0.1:1/hall" };
  const data = await openData(place, Date.now, PEPPER);
  expect(data).toEqual({ ok: false, error: { type: "database", detail: "ECONNREFUSED" } });
  const sentence = data.ok ? "" : dataRefusedSentence(data.error);
  expect(sentence).toMatch(/^The database of HALL_DATABASE cannot be opened: nothing answers there \(ECONNREFUSED\)\./);
  expect(sentence).not.toContain("secret");
});
