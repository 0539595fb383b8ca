import { DAY } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { type LightVault, lightVault, passphraseOf } from "../testing/light-vault.ts";

async function worked(): Promise<LightVault> {
  const hall = await lightVault();
  await foundWith(hall.vault);
  const ana = await deskOf(hall.vault, "ana");
  const { id } = await reported(hall.vault, ana);
  await ana.cases.open(id);
  await ana.cases.verify(id);
  await ana.cases.takeBack(id, "bo");
  await ana.cases.erase(id);
  return hall;
}

const readBy = async ({ vault }: LightVault, id: string) => (await deskOf(vault, id)).audit.read();

test("auditors read who did what to which case, newest first, and nothing of what was in it", async () => {
  await using hall = await worked();
  const { lines, intact, head } = await readBy(hall, "dina");
  expect(lines.map(({ by, did }) => `${by} ${did}`)).toEqual([
    "dina unlocked",
    "ana erased",
    "ana took back",
    "ana verified",
    "ana opened",
    "ana unlocked",
    "ana signed a roster",
  ]);
  expect(lines[2]).toMatchObject({ with: "bo" });
  expect(new Set(lines.slice(1, 5).map(({ caseId }) => caseId)).size).toBe(1);
  expect(intact).toBe(true);
  expect(head).toMatch(/^[0-9a-f]{64}$/);
  const again = await readBy(hall, "dina");
  expect(again.lines.slice(0, 2).map(({ did }) => did)).toEqual(["unlocked", "read the audit"]);
  expect(again).toMatchObject({ intact: true });
  expect(again.head).not.toBe(head);
});

test("whatever page somebody asks for, that they read stands there", async () => {
  await using hall = await worked();
  const { audit } = await deskOf(hall.vault, "dina");
  for (const after of [undefined, "0", "-1", "2999-W01", "anything"]) await audit.read(after);
  const { lines } = await audit.read();
  expect(lines.slice(0, 6).map(({ did }) => did)).toEqual([...Array(5).fill("read the audit"), "unlocked"]);
});

test("nobody but auditors reads it", async () => {
  await using hall = await worked();
  for (const id of ["ana", "bo", "cleo"]) expect((await readBy(hall, id)).lines).toEqual([]);
});

test("an auditor who joins later is told how many lines came before", async () => {
  await using hall = await worked();
  const { vault } = hall;
  expect(await readBy(hall, "dina")).toMatchObject({ unreadable: 0 });
  await vault.enrol({ id: "fay", roles: ["auditor"], passphrase: passphraseOf("fay") });
  for (const id of ["bo", "cleo"]) {
    const { keys } = await deskOf(vault, id);
    for (const { joins, fingerprint } of await keys.candidates())
      if (joins.includes("fay")) await keys.sign(fingerprint);
  }
  const all = (await readBy(hall, "dina")).lines;
  const { lines, unreadable, intact } = await readBy(hall, "fay");
  expect(lines.map(({ did }) => did)).toEqual(["unlocked", "read the audit", "unlocked"].slice(0, lines.length));
  // Since: that dina read it, and that fay unlocked.
  expect({ unreadable: unreadable + lines.length, intact }).toEqual({ unreadable: all.length + 2, intact: true });
  expect(unreadable).toBeGreaterThan(0);
});

test("a long audit comes in pages of whole weeks, each line once", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  for (let week = 0; week < 6; week++) {
    for (let turn = 0; turn < 30; turn++) await deskOf(hall.vault, "ana");
    hall.clock.advance(7 * DAY);
  }
  const { audit } = await deskOf(hall.vault, "dina");
  const pages = [await audit.read()];
  for (let { next } = pages[0] ?? {}; next !== undefined; next = pages.at(-1)?.next) pages.push(await audit.read(next));
  expect(pages.map(({ lines }) => lines.length)).toEqual([121, 61]);
  expect(pages.every(({ intact }) => intact)).toBe(true);
  const weeks = pages.flatMap(({ lines }) => lines.map(({ week }) => week));
  expect(weeks).toEqual(weeks.toSorted().toReversed());
  expect(new Set(weeks).size).toBe(7);
});

test.each([
  [
    "a line taken out of the middle",
    "delete from audit where id = (select id from audit order by id limit 1 offset 3)",
  ],
  [
    "a line altered",
    "update audit set sealed = replace(sealed, 'A', 'B') where id = (select id from audit order by id limit 1 offset 3)",
  ],
  [
    "two lines exchanged",
    "update audit set sealed = (select sealed from audit order by id limit 1) where id = (select max(id) from audit)",
  ],
  ["all of it deleted", "delete from audit"],
])("attack: %s", async (_, sql) => {
  await using hall = await worked();
  const file = new Sqlite(`${hall.folder}/data.db`);
  file.exec(sql);
  file.close();
  expect((await readBy(hall, "dina")).intact).toBe(false);
});

test("attack: the end cut off, and the head written anew by somebody without the pepper", async () => {
  await using hall = await worked();
  const file = new Sqlite(`${hall.folder}/data.db`);
  file.exec("update vault set value = 'abc.def' where name = 'audit head'");
  file.close();
  expect((await readBy(hall, "dina")).intact).toBe(false);
  expect(hall.alarms).toContain("row changed");
});
