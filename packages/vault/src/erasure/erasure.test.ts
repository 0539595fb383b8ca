import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { newReceiptCode } from "../receipts/receipt-code.ts";
import { allCases, deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { ENGLISH, lightVault } from "../testing/light-vault.ts";

/** Every byte of every file of the vault, their logs too. */
const bytesOf = (folder: string): Buffer =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

const query = (folder: string, file: string, sql: string): unknown[] => {
  const open = new Sqlite(join(folder, file), { readonly: true });
  try {
    return open.prepare(sql).pluck().all();
  } finally {
    open.close();
  }
};

/** Pieces of what lies in the file of a case: parts of its ciphertexts, and its erase key. */
function piecesOf(folder: string): string[] {
  const columns = [
    query(folder, "data.db", "select sealed from entry"),
    query(folder, "data.db", "select wrap from sealed_case"),
    query(folder, "data.db", "select card from sealed_case"),
    query(folder, "data.db", "select sealed from reply"),
    query(folder, "data.db", "select sealed from reminder"),
    query(folder, "keyring.db", "select key from erase_key"),
  ].flat();
  return columns.flatMap((text) => {
    const whole = String(text);
    const cut = whole.length < 500 ? [0] : [Math.floor(whole.length / 3), Math.floor(whole.length / 2)];
    return cut.map((at) => whole.slice(at, at + 40));
  });
}

test("after an erasure no byte of the case is in any file, and its key is in none", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id, code } = await reported(vault, ana, {
    files: [{ name: "a.bin", type: "", bytes: new Uint8Array(3000).fill(7) }],
  });
  await ana.cases.note(id, "A note.");
  await ana.cases.reply(id, "Come on Sunday.");
  await vault.returnChannel.add(code, { language: ENGLISH, text: "They moved me.", files: [] });
  const pieces = piecesOf(folder);
  const before = bytesOf(folder);
  expect(pieces.length).toBeGreaterThan(10);
  expect(pieces.filter((piece) => before.includes(piece))).toEqual(pieces);
  expect(await ana.cases.erase(id)).toEqual({ ok: true, value: undefined });
  const after = bytesOf(folder);
  expect(pieces.filter((piece) => after.includes(piece))).toEqual([]);
  expect(query(folder, "data.db", "select count(*) from chunk")).toEqual([0]);
  expect(query(folder, "data.db", "select count(*) from receipt")).toEqual([0]);
  expect(query(folder, "data.db", "select count(*) from case_word")).toEqual([0]);
  expect(query(folder, "keyring.db", "select count(*) from case_standing")).toEqual([0]);
  expect(await ana.cases.open(id)).toEqual({ ok: false, error: { type: "not found" } });
  expect(await vault.returnChannel.open(code)).toEqual({ replies: [] });
});

test("an old copy of the data file does not open what was erased since, with all the keys of today", async () => {
  await using hall = await lightVault();
  const { folder } = hall;
  await foundWith(hall.vault);
  const ana = await deskOf(hall.vault, "ana");
  const { id } = await reported(hall.vault, ana);
  const kept = await reported(hall.vault, ana);
  const file = new Sqlite(join(folder, "data.db"), { readonly: true });
  const copy = file.serialize();
  file.close();
  await ana.cases.erase(id);
  await hall.vault.close();
  for (const name of ["data.db-wal", "data.db-shm"]) rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, "data.db"), copy);
  const again = await hall.reopen();
  const back = await deskOf(again, "ana");
  expect((await back.cases.open(kept.id)).ok).toBe(true);
  expect(await back.cases.open(id)).toEqual({ ok: false, error: { type: "not found" } });
  expect((await allCases(back)).map((line) => line.id)).toEqual([kept.id]);
});

test("a program that ended between the key and the rows goes on at the next sweep", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  const keyring = new Sqlite(join(folder, "keyring.db"));
  keyring.exec("delete from erase_key");
  keyring.prepare("insert into erasing (case_id) values (?)").run(id);
  keyring.close();
  await vault.sweep();
  expect(query(folder, "data.db", "select count(*) from entry")).toEqual([0]);
  expect(query(folder, "keyring.db", "select count(*) from erasing")).toEqual([0]);
});

test("unverified reports go after thirty days, open cases after 180 unless somebody confirms them, closed ones after 90", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  const first = await deskOf(vault, "ana");
  const unverified = await reported(vault, first);
  const open = await reported(vault, first);
  const confirmed = await reported(vault, first);
  const closed = await reported(vault, first);
  for (const { id } of [open, confirmed, closed]) await first.cases.verify(id);
  await first.cases.conclude(closed.id, { outcome: "solved", text: "Paid." });
  const left = async () => new Set((await allCases(await deskOf(vault, "ana"))).map(({ id }) => id));
  await hall.passes(29 * DAY);
  expect(await left()).toEqual(new Set([unverified.id, open.id, confirmed.id, closed.id]));
  await hall.passes(8 * DAY);
  expect(await left()).toEqual(new Set([open.id, confirmed.id, closed.id]));
  await hall.passes(60 * DAY);
  expect(await left()).toEqual(new Set([open.id, confirmed.id]));
  clock.advance(70 * DAY);
  const warned = await (await deskOf(vault, "ana")).reminders();
  expect(warned.map(({ kind }) => kind)).toEqual(["confirm", "confirm"]);
  await (await deskOf(vault, "ana")).cases.confirm(confirmed.id);
  await hall.passes(21 * DAY);
  expect(await left()).toEqual(new Set([confirmed.id]));
});

test("after the panic lock nothing opens, no key is in any file, and rows stay for the day on which the keyring is back", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana);
  const keys = query(folder, "keyring.db", "select key from erase_key").map(String);
  expect(keys.length).toBeGreaterThan(0);
  await vault.door.lockDown("ana");
  const bytes = bytesOf(folder);
  expect(keys.filter((key) => bytes.includes(key))).toEqual([]);
  expect(await vault.door.unlock("ana", "ana walks under seven green umbrellas")).toEqual({
    ok: false,
    error: { type: "locked down" },
  });
  expect((await ana.cases.open(id)).ok).toBe(false);
  expect(await vault.intakes.isOpen()).toBe(false);
  await hall.passes(400 * DAY);
  expect(query(folder, "data.db", "select count(*) from sealed_case")).toEqual([1]);
  expect(await vault.returnChannel.open(newReceiptCode())).toEqual({ replies: [] });
});

test("the file tells weeks, statuses and random ids, and no text of anybody", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const words = [
    "StoryX7f",
    "WhereX7f",
    "EmployerX7f",
    "DetailsX7f",
    "NoteX7f",
    "ReplyX7f",
    "TaskX7f",
    "TitleX7f",
    "AddedX7f",
    "RegX7f",
  ];
  const [story, where, employer, details, note, reply, task, title, added, reg] = words as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const { id, code } = await reported(vault, ana, { story, where, employer, contact: { how: "phone", details } });
  await ana.cases.note(id, note);
  await ana.cases.reply(id, reply);
  await ana.cases.name(id, title);
  await ana.cases.addTask(id, { kind: "call", text: task });
  await ana.register.add({ kind: "employer", name: reg });
  await vault.returnChannel.add(code, { language: ENGLISH, text: added, files: [] });
  const bytes = bytesOf(folder);
  for (const word of [...words, code]) {
    for (const form of [
      Buffer.from(word),
      Buffer.from(word, "utf16le"),
      Buffer.from(Buffer.from(word).toString("base64").slice(0, 9)),
    ]) {
      expect(bytes.includes(form), word).toBe(false);
    }
  }
});
