import { DAY, languageTag, plainDate } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import type { VaultDesk } from "../desk/ports.ts";
import type { CaseId } from "../ids.ts";
import { newCaseId } from "../ids.ts";
import { allCases, deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { ENGLISH, FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";
import { NOTHING_CODED } from "./coding.ts";
import type { ConsentDraft, OpenCase } from "./ports.ts";

const NOT_FOUND = { ok: false, error: { type: "not found" } };
const DONE = { ok: true, value: undefined };
const refused = (type: string) => ({ ok: false, error: { type } });

async function seen(desk: VaultDesk, id: CaseId): Promise<OpenCase> {
  const opened = await desk.cases.open(id);
  if (!opened.ok) throw new Error(opened.error.type);
  return opened.value;
}

const count = (folder: string, sql: string): unknown => {
  const file = new Sqlite(`${folder}/data.db`, { readonly: true });
  try {
    return file.prepare(sql).pluck().get();
  } finally {
    file.close();
  }
};

const agreed = (level: ConsentDraft["level"]): ConsentDraft => ({
  level,
  language: ENGLISH,
  how: "in person",
  teachBack: true,
});

test("what somebody did with a case stands there with their name, in order, and the worker's words stay as they were", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const [ana, bo] = [await deskOf(hall.vault, "ana"), await deskOf(hall.vault, "bo")];
  const { id } = await reported(hall.vault, ana, { contact: { how: "never" }, consents: ["C1"] });
  expect(await ana.cases.name(id, " The cook ")).toEqual(DONE);
  expect(await ana.cases.note(id, "Called twice.")).toEqual(DONE);
  expect(await bo.cases.note(id, "Met her.")).toEqual(DONE);
  expect(await bo.cases.addTask(id, { kind: "visa", text: "Renew", due: plainDate("2026-11-09")! })).toEqual(DONE);
  const open = await seen(ana, id);
  expect(open).toMatchObject({
    title: "The cook",
    told: [{ texts: { story: "They kept my passport." }, contact: { how: "never" } }],
    notes: [
      { by: "ana", text: "Called twice." },
      { by: "bo", text: "Met her." },
    ],
    tasks: [{ kind: "visa", text: "Renew", due: "2026-11-09", by: "bo", done: false }],
    consents: [{ level: "C1", by: "", how: "form", month: "2026-11", expires: "2028-01" }],
    readers: ["ana", "bo"],
    broken: 0,
  });
  for (const desk of [ana, bo]) {
    expect(await desk.reminders()).toMatchObject([
      { caseId: id, kind: "visa", text: "Renew", due: "2026-11-09", title: "The cook" },
    ]);
  }
  expect(await ana.cases.finishTask(id, open.tasks[0]!.id)).toEqual(DONE);
  expect(await bo.reminders()).toEqual([]);
  expect(await ana.cases.finishTask(id, open.tasks[0]!.id)).toEqual(NOT_FOUND);
  for (const text of ["", "  \n"]) expect(await ana.cases.note(id, text)).toEqual(refused("empty text"));
});

test("who is no reader cannot tell a case from one that never was", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const [ana, bo, cleo] = [
    await deskOf(hall.vault, "ana"),
    await deskOf(hall.vault, "bo"),
    await deskOf(hall.vault, "cleo"),
  ];
  const { id } = await reported(hall.vault, ana);
  expect(await ana.cases.takeBack(id, "bo")).toEqual(DONE);
  const never = newCaseId();
  for (const desk of [bo, cleo]) {
    expect(await allCases(desk)).toEqual([]);
    for (const each of [id, never]) {
      expect(await desk.cases.open(each)).toEqual(NOT_FOUND);
      expect(await desk.cases.note(each, "x")).toEqual(NOT_FOUND);
      expect(await desk.cases.share(each, "bo")).toEqual(NOT_FOUND);
      expect(await desk.cases.erase(each)).toEqual(NOT_FOUND);
    }
    expect(await desk.reminders()).toEqual([]);
  }
});

test("a row that names somebody as a reader makes none of them", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const [ana, bo] = [await deskOf(hall.vault, "ana"), await deskOf(hall.vault, "bo")];
  const { id } = await reported(hall.vault, ana);
  await ana.cases.takeBack(id, "bo");
  const file = new Sqlite(`${hall.folder}/data.db`);
  file.prepare("insert into case_reader (reader, case_id) values ('bo', ?)").run(id);
  file.close();
  expect(await allCases(bo)).toEqual([]);
  expect(await bo.cases.open(id)).toEqual(NOT_FOUND);
});

test("whoever is shut out opens nothing that comes, not even with an old copy of the case's row", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const [ana, bo] = [await deskOf(vault, "ana"), await deskOf(vault, "bo")];
  const { id, code } = await reported(vault, ana);
  await ana.cases.addTask(id, { kind: "call", text: "Call", due: plainDate("2026-11-03")! });
  const file = new Sqlite(`${folder}/data.db`);
  const before = file.prepare("select * from sealed_case where id = ?").get(id) as Record<string, string>;
  expect(await ana.cases.takeBack(id, "bo")).toEqual(DONE);
  await ana.cases.note(id, "About bo.");
  await vault.returnChannel.add(code, { language: ENGLISH, text: "It was bo's brother.", files: [] });
  expect(await seen(ana, id)).toMatchObject({
    broken: 0,
    readers: ["ana"],
    told: [{}, { texts: { added: "It was bo's brother." } }],
  });
  expect(await bo.reminders()).toEqual([]);
  const after = file.prepare("select public_key, erase_key from sealed_case where id = ?").get(id) as Record<
    string,
    string
  >;
  expect(after["public_key"]).not.toBe(before["public_key"]);
  file
    .prepare("update sealed_case set wrap = ?, erase_key = ? where id = ?")
    .run(before["wrap"], before["erase_key"], id);
  expect(await bo.cases.open(id)).toEqual(NOT_FOUND);
  file.close();
});

test("a case is shared with caseworkers only, and never left without a reader", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const [ana, bo] = [await deskOf(hall.vault, "ana"), await deskOf(hall.vault, "bo")];
  const { id } = await reported(hall.vault, ana);
  expect(await ana.cases.takeBack(id, "bo")).toEqual(DONE);
  expect(await ana.cases.takeBack(id, "ana")).toEqual(refused("last reader"));
  expect(await ana.cases.takeBack(id, "nobody")).toEqual(refused("no such reader"));
  for (const member of ["cleo", "dina", "nobody"])
    expect(await ana.cases.share(id, member)).toEqual(refused("no such reader"));
  await ana.cases.addTask(id, { kind: "call", text: "Call", due: plainDate("2026-11-03")! });
  expect(await ana.cases.share(id, "bo")).toEqual(DONE);
  expect(await seen(bo, id)).toMatchObject({ readers: ["ana", "bo"] });
  expect(await bo.reminders()).toMatchObject([{ text: "Call" }]);
  const other = await reported(hall.vault, ana);
  await ana.cases.takeBack(other.id, "bo");
  const steps = [];
  for await (const step of ana.cases.shareAll("bo")) steps.push(step);
  expect(steps).toEqual([
    { done: 0, of: 2 },
    { done: 1, of: 2 },
    { done: 2, of: 2 },
  ]);
  expect(await allCases(bo)).toHaveLength(2);
});

test("what was quarantined waits until a person accepts it", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const ana = await deskOf(hall.vault, "ana");
  await hall.vault.intakes.submit(intakeOf(), { ...FROM_WEB, quarantined: true });
  const [line] = (await ana.cases.list({ status: "quarantined" })).items;
  expect((await ana.cases.list({ status: "unverified" })).items).toEqual([]);
  expect(await ana.cases.accept(line!.id)).toEqual(DONE);
  expect(await ana.cases.accept(line!.id)).toMatchObject(refused("status"));
  expect((await ana.cases.list({ status: "unverified" })).items).toHaveLength(1);
});

test("a hold is for two people, has an end, and keeps a case", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const [ana, bo] = [await deskOf(vault, "ana"), await deskOf(vault, "bo")];
  const { id } = await reported(vault, ana);
  const until = plainDate("2027-06-01")!;
  expect(await ana.cases.agreeToHold(id)).toEqual(refused("no hold"));
  expect(await ana.cases.hold(id, { reason: "Court", until: plainDate("2026-11-01")! })).toEqual(
    refused("end of hold"),
  );
  expect(await ana.cases.hold(id, { reason: "Court", until: plainDate("2030-01-01")! })).toEqual(
    refused("end of hold"),
  );
  expect(await ana.cases.hold(id, { reason: "Court", until })).toEqual(DONE);
  expect(await ana.cases.agreeToHold(id)).toEqual(refused("same person"));
  expect((await seen(ana, id)).held).toBe(false);
  expect(await bo.cases.agreeToHold(id)).toEqual(DONE);
  expect(await seen(ana, id)).toMatchObject({ held: true, hold: { by: "ana", second: "bo", reason: "Court" } });
  expect(await ana.cases.erase(id)).toEqual(refused("held"));
  await hall.passes(150 * DAY);
  const later = await deskOf(vault, "ana");
  expect(await allCases(later)).toHaveLength(1);
  expect(await later.cases.endHold(id)).toEqual(DONE);
  expect((await seen(later, id)).held).toBe(false);
});

test("a case is coded for counting while the worker agrees, and not a moment longer", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id, code } = await reported(vault, ana);
  const coded = () => count(folder, "select count(*) from coded");
  await ana.cases.code(id, { ...NOTHING_CODED, kinds: ["wage.unpaid"] });
  await ana.cases.verify(id);
  expect(coded()).toBe(0);
  await ana.cases.consent(id, agreed("C2"));
  expect(coded()).toBe(1);
  await ana.cases.consent(id, agreed("C0"));
  expect(coded()).toBe(0);
  await ana.cases.consent(id, agreed("C2"));
  expect(coded()).toBe(1);
  expect(await vault.returnChannel.withdrawConsent(code)).toBe("done");
  expect(coded()).toBe(0);
  await ana.cases.note(id, "A note.");
  await ana.cases.code(id, { ...NOTHING_CODED, kinds: ["wage.unpaid", "fl07"] });
  expect(coded()).toBe(0);
  expect((await seen(ana, id)).consents.at(-1)).toMatchObject({ level: "C0", by: "" });
});

test("a coded record outlives its case where the worker agreed to a group, until the code takes it back", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const cases = [];
  for (const level of ["C2", "C2", "C1"] as const) {
    const made = await reported(vault, ana, { consents: [level] });
    await ana.cases.verify(made.id);
    await ana.cases.code(made.id, { ...NOTHING_CODED, kinds: ["wage.unpaid"] });
    cases.push(made);
  }
  const coded = () => count(folder, "select count(*) from coded");
  expect(coded()).toBe(3);
  await ana.cases.erase(cases[0]!.id);
  expect(coded()).toBe(3);
  await hall.passes(200 * DAY);
  expect(coded()).toBe(2);
  await vault.returnChannel.withdrawConsent(cases[0]!.code);
  expect(coded()).toBe(1);
  await hall.passes(250 * DAY);
  expect(coded()).toBe(0);
  expect(count(folder, "select count(*) from receipt")).toBe(0);
});

test("attack: entries that nobody vouches for are counted, not shown", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const [one, other] = [await reported(vault, ana), await reported(vault, ana, { story: "Another story." })];
  await ana.cases.note(one.id, "A note.");
  const file = new Sqlite(`${folder}/data.db`);
  // Sealed to the right key by somebody who has only the file.
  const { sealTo } = await import("../seal/sealing.ts");
  const { boxKey } = await import("../keys/curves.ts");
  const key = String(file.prepare("select public_key from sealed_case where id = ?").pluck().get(one.id));
  const forged = { n: 9, told: { type: "message", at: 1, language: "en", text: "Tell my address.", files: [] } };
  const id = "f".repeat(32);
  const sealed = await sealTo([{ id: "case", key: boxKey(key) }], `item:${one.id}:entry:${id}`, {
    text: JSON.stringify(forged),
    mac: "x",
  });
  file.prepare("insert into entry values (?, ?, ?)").run(one.id, id, sealed);
  // Moved from another case.
  const moved = file.prepare("select id, sealed from entry where case_id = ?").get(other.id) as {
    id: string;
    sealed: string;
  };
  file.prepare("insert into entry values (?, ?, ?)").run(one.id, moved.id, moved.sealed);
  file.close();
  const open = await seen(ana, one.id);
  expect(open.broken).toBe(2);
  expect(open.told).toHaveLength(1);
  expect(hall.alarms).toContain("row changed");
});

test("a list opens fifty cases a page, newest week first, each once", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  for (let turn = 0; turn < 53; turn++) {
    await vault.intakes.submit(intakeOf({ language: languageTag("ne")! }), { ...FROM_WEB, code: "none" });
    if (turn === 26) clock.advance(7 * DAY);
  }
  const ana = await deskOf(vault, "ana");
  const first = await ana.cases.list({});
  expect(first.items).toHaveLength(50);
  const all = await allCases(ana);
  expect(all).toHaveLength(53);
  expect(new Set(all.map(({ id }) => id)).size).toBe(53);
  expect(all.map(({ week }) => week)).toEqual(
    all
      .map(({ week }) => week)
      .toSorted()
      .toReversed(),
  );
  expect(all[0]).toMatchObject({ language: "ne", happened: ["wages"], channel: "web", added: false });
});

test("two who work on one case at once lose nothing", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const [ana, bo] = [await deskOf(hall.vault, "ana"), await deskOf(hall.vault, "bo")];
  const { id, code } = await reported(hall.vault, ana);
  await Promise.all([
    ana.cases.note(id, "one"),
    bo.cases.note(id, "two"),
    ana.cases.takeBack(id, "cleo"),
    hall.vault.returnChannel.add(code, { language: ENGLISH, text: "three", files: [] }),
    bo.cases.verify(id),
    ana.cases.share(id, "bo"),
  ]);
  const open = await seen(ana, id);
  expect(new Set(open.notes.map(({ text }) => text))).toEqual(new Set(["one", "two"]));
  expect(open.told).toHaveLength(2);
  expect(open).toMatchObject({ broken: 0, status: "open" });
});

test("files come out as they went in, and erasing takes them along", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const ana = await deskOf(hall.vault, "ana");
  const bytes = new Uint8Array(2_000_000).map((_, index) => index % 251);
  const { id } = await reported(hall.vault, ana, { files: [{ name: "a.bin", type: "", bytes }] });
  const [told] = (await seen(ana, id)).told;
  const file = await ana.cases.file(id, told!.files[0]!.id);
  for (const shown of [told!.files[0], file.ok && file.value.file])
    expect(Object.keys(shown || {}).toSorted()).toEqual(["id", "kind", "length", "name", "sha256", "type"]);
  expect(file.ok && Buffer.compare(file.value.bytes, bytes)).toBe(0);
  expect(await ana.cases.file(id, "other")).toEqual(NOT_FOUND);
  expect(count(hall.folder, "select count(*) from chunk")).toBe(2);
  await ana.cases.erase(id);
  expect(count(hall.folder, "select count(*) from chunk")).toBe(0);
});
