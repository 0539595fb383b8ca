import { DAY } from "@commonhall/domain";
import Sqlite, { type Database } from "better-sqlite3";
import { expect, test } from "vitest";
import { ENGLISH, lightVault, type LightVault } from "../testing/light-vault.ts";
import { allCases, deskOf, foundWith, reported } from "../testing/light-desk.ts";

/* Somebody writes into the data file, or puts an old copy of rows there; the pepper they do not have. */

interface Scene extends Disposable {
  readonly file: Database;
  readonly keyring: Database;
}

async function open(hall: LightVault): Promise<Scene> {
  await foundWith(hall.vault);
  const [file, keyring] = ["data.db", "keyring.db"].map((name) => new Sqlite(`${hall.folder}/${name}`)) as [
    Database,
    Database,
  ];
  return {
    file,
    keyring,
    [Symbol.dispose]: () => {
      file.close();
      keyring.close();
    },
  };
}

const audited = async ({ vault }: LightVault, what: string) =>
  (await (await deskOf(vault, "dina")).audit.read()).lines.filter(({ did }) => did === what);

const left = async ({ vault }: Pick<LightVault, "vault">) =>
  (await allCases(await deskOf(vault, "ana"))).map(({ id, status }) => [id, status]);

test("attack: an end that was brought nearer erases nothing, is put right and written down, and the case ends in its time", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  const { id } = await reported(hall.vault, await deskOf(hall.vault, "ana"));
  scene.file.prepare("update sealed_case set erase_after = '2020-W01'").run();
  await hall.vault.sweep();
  expect(await left(hall)).toEqual([[id, "unverified"]]);
  expect(hall.alarms).toEqual(["row changed"]);
  expect(await audited(hall, "put a case right")).toMatchObject([{ by: "program", caseId: id }]);
  await hall.passes(29 * DAY);
  expect(await left(hall)).toEqual([[id, "unverified"]]);
  await hall.passes(9 * DAY);
  expect(await left(hall)).toEqual([]);
  expect(scene.keyring.prepare("select count(*) from case_standing").pluck().get()).toBe(0);
  expect(hall.alarms).toEqual(["row changed"]);
});

test("attack: an end that was put off keeps nothing for longer", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  await reported(hall.vault, await deskOf(hall.vault, "ana"));
  scene.file.prepare("update sealed_case set erase_after = '2999-W01'").run();
  await hall.passes(38 * DAY);
  expect(await left(hall)).toEqual([]);
});

test("attack: a status that was set back stands nowhere, and whoever opens the case is told", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  const ana = await deskOf(hall.vault, "ana");
  const { id } = await reported(hall.vault, ana);
  await ana.cases.verify(id);
  scene.file.prepare("update sealed_case set status = 'closed'").run();
  expect(await ana.cases.open(id)).toMatchObject({ ok: true, value: { status: "open", putRight: true, cut: false } });
  expect(await ana.cases.open(id)).toMatchObject({ ok: true, value: { status: "open", putRight: false } });
  scene.file.prepare("update sealed_case set status = 'quarantined'").run();
  expect((await ana.cases.list({})).items).toMatchObject([{ id, status: "open" }]);
  expect(await audited(hall, "put a case right")).toHaveLength(2);
});

test("attack: how a case stood before, word for word, is noticed, with what came since taken away or not", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  const ana = await deskOf(hall.vault, "ana");
  const { id } = await reported(hall.vault, ana);
  const rows = ["sealed_case", "case_word"].map((table) => scene.file.prepare(`select * from ${table}`).get());
  const entries = scene.file.prepare("select id from entry").pluck().all();
  await ana.cases.verify(id);
  const back = () => {
    for (const [at, table] of ["sealed_case", "case_word"].entries()) {
      const row = rows[at] as object;
      const names = Object.keys(row);
      const values = names.map((name) => `@${name}`).join(", ");
      scene.file.prepare(`insert or replace into ${table} (${names.join(", ")}) values (${values})`).run(row);
    }
  };
  back();
  await hall.passes(60 * DAY);
  expect(await left(hall)).toEqual([[id, "open"]]);
  back();
  for (const { id: entry } of scene.file.prepare("select id from entry").all() as { id: string }[]) {
    if (!entries.includes(entry)) scene.file.prepare("delete from entry where id = ?").run(entry);
  }
  const opened = await (await deskOf(hall.vault, "ana")).cases.open(id);
  expect(opened).toMatchObject({ ok: true, value: { status: "open", putRight: true, cut: true } });
});

test("attack: keys of two cases exchanged open neither less, and erasing one leaves the other its key", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  const ana = await deskOf(hall.vault, "ana");
  const [one, other] = [await reported(hall.vault, ana), await reported(hall.vault, ana)];
  const key = scene.file.prepare("select erase_key from sealed_case where id = ?").pluck();
  const [first, second] = [key.get(one.id), key.get(other.id)];
  const put = scene.file.prepare("update sealed_case set erase_key = ? where id = ?");
  put.run(second, one.id);
  put.run(first, other.id);
  expect((await ana.cases.erase(one.id)).ok).toBe(true);
  expect(await ana.cases.open(other.id)).toMatchObject({ ok: true, value: { broken: 0, cut: false } });
  expect(await audited(hall, "put a case right")).toHaveLength(2);
});

test("attack: where the program's word is taken from both files, a case begins its time anew, and ends", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  const { id } = await reported(hall.vault, await deskOf(hall.vault, "ana"));
  scene.file.exec("delete from case_word; update sealed_case set erase_after = '2020-W01', status = 'none of ours'");
  scene.keyring.exec("delete from case_standing");
  await hall.vault.sweep();
  await hall.passes(100 * DAY);
  expect(await left(hall)).toEqual([[id, "unverified"]]);
  const opened = await (await deskOf(hall.vault, "ana")).cases.open(id);
  expect(opened).toMatchObject({ ok: true, value: { cut: true } });
  await hall.passes(90 * DAY);
  expect(await left(hall)).toEqual([]);
});

test("a keyring that is behind, because the program ended between the two files, catches up and says nothing", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  const ana = await deskOf(hall.vault, "ana");
  const { id, code } = await reported(hall.vault, ana);
  const before = scene.keyring.prepare("select * from case_standing").get();
  await ana.cases.verify(id);
  await hall.vault.returnChannel.add(code, { language: ENGLISH, text: "They moved me.", files: [] });
  const after = scene.keyring.prepare("select * from case_standing").get();
  expect(after).not.toEqual(before);
  scene.keyring.exec("delete from case_standing");
  scene.keyring
    .prepare("insert into case_standing values (@case_id, @version, @status, @erase_after, @erase_key, @mac)")
    .run(before);
  const opened = await ana.cases.open(id);
  expect(opened).toMatchObject({ ok: true, value: { status: "open", putRight: false, cut: false, broken: 0 } });
  await hall.vault.sweep();
  expect(scene.keyring.prepare("select * from case_standing").get()).toEqual(after);
  expect(hall.alarms).toEqual([]);
});

test("cases from before the program vouched for them are taken as they stand, once", async () => {
  await using hall = await lightVault();
  using scene = await open(hall);
  const ana = await deskOf(hall.vault, "ana");
  const { id } = await reported(hall.vault, ana);
  await ana.cases.verify(id);
  await hall.vault.close();
  scene.file.exec("delete from case_word");
  scene.keyring.exec("delete from case_standing; delete from anchor where name = 'word on cases given'");
  const again = await hall.reopen();
  const back = await deskOf(again, "ana");
  const opened = await back.cases.open(id);
  expect(opened).toMatchObject({ ok: true, value: { status: "open", putRight: false, cut: false, broken: 0 } });
  expect(hall.alarms).toEqual([]);
  await again.close();
  scene.file.exec("delete from case_word");
  expect(await left({ vault: await hall.reopen() })).toEqual([[id, "open"]]);
  expect(hall.alarms).toContain("row changed");
});
