import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { newCaseId, newId } from "../ids.ts";
import { boxKey, boxPair } from "../keys/curves.ts";
import { readerOf } from "../keys/readers.ts";
import { readRoster } from "../keys/roster.ts";
import type { Vault } from "../open-vault.ts";
import { openUnder, sealTo, sealUnder } from "../seal/sealing.ts";
import { sign } from "../seal/signing.ts";
import { actorIn } from "../testing/light-actor.ts";
import { lightCore } from "../testing/light-core.ts";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { lightVault } from "../testing/light-vault.ts";
import { openEntry } from "./entries.ts";
import { CASE, cardLabel, entryLabel } from "./labels.ts";

test("attack: a name written among the readers of a wrap lets nobody in when the case is shared next", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault, "ana", "bo", "emil");
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana);
  for (const member of ["bo", "emil"]) expect((await ana.cases.takeBack(id, member)).ok).toBe(true);
  // Whoever has both files opens the outer layer; the inner one names its readers where nothing protects them.
  const [data, keyring] = [new Sqlite(`${folder}/data.db`), new Sqlite(`${folder}/keyring.db`)];
  const row = data.prepare("select erase_key, wrap from sealed_case").get() as { erase_key: string; wrap: string };
  const key = Buffer.from(String(keyring.prepare("select key from erase_key").pluck().get()), "base64url");
  const label = `case-key:${id}:${row.erase_key}` as const;
  const inner = JSON.parse(String(await openUnder(key, label, row.wrap)));
  const roster = String(data.prepare("select document from roster").pluck().get());
  const bo = readRoster(roster)!.roster.members.find((member) => member.id === "bo")!;
  const [own] = inner.recipients;
  inner.recipients.push({ ...own, header: { ...own.header, kid: readerOf(bo).id } });
  data.prepare("update sealed_case set wrap = ?").run(await sealUnder(key, label, JSON.stringify(inner)));
  for (const file of [data, keyring]) file.close();
  await ana.cases.share(id, "emil");
  expect(await (await deskOf(vault, "bo")).cases.open(id)).toEqual({ ok: false, error: { type: "not found" } });
});

interface Hall {
  readonly vault: Vault;
  readonly folder: string;
}

/** Whoever has the files, and the signing key of somebody who never worked on a case: an administrator who audits. */
async function withFile({ vault, folder }: Hall) {
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana);
  const file = new Sqlite(`${folder}/data.db`);
  const row = file.prepare("select public_key from sealed_case").get() as { public_key: string };
  return { ana, id, file, to: [{ id: CASE, key: boxKey(row.public_key) }] };
}

test("attack: what somebody signed who is no caseworker, or is none any more, counts for no case", async () => {
  await using core = await lightCore();
  const dina = await actorIn(core, "dina");
  const caseId = newCaseId();
  const pair = boxPair();
  const deed = { type: "consent", consent: { level: "C2", language: "en", how: "phone", teachBack: true } };
  const entry = newId();
  const signed = await sign(dina.signer, "entry", { case: caseId, entry, n: 1, at: 1, deed });
  const to = [{ id: CASE, key: boxKey(pair.public) }];
  const label = entryLabel(caseId, entry);
  for (const planted of [{ signed }, { text: JSON.stringify({ signed }), mac: "x" }]) {
    const row = { case_id: caseId, id: entry, sealed: await sealTo(to, label, planted) };
    expect(await openEntry(core, dina, row, pair)).toBeUndefined();
  }
});

test("attack: a title or a deadline that somebody with the file seals to the right keys is shown to nobody", async () => {
  await using hall = await lightVault();
  const { ana, id, file, to } = await withFile(hall);
  const roster = readRoster(String(file.prepare("select document from roster").pluck().get()))!.roster;
  const reader = readerOf(roster.members.find((member) => member.id === "ana")!);
  const due = { due: "1970-01-02", kind: "call", text: "The worker has a new number: 5550 123." };
  file
    .prepare("insert into reminder values ('ana', 'planted', ?, ?)")
    .run(id, await sealTo([reader], "reminder:ana:planted", due));
  expect(await ana.reminders()).toEqual([]);
  expect(hall.alarms).toContain("row changed");
  const card = { channel: "web", language: "en", happened: [], title: "Call 5550 123", seen: 1, tasks: [] };
  file.prepare("update sealed_case set card = ?").run(await sealTo(to, cardLabel(id), card));
  file.close();
  expect(JSON.stringify(await ana.cases.list({}))).not.toContain("5550");
  const open = await ana.cases.open(id);
  expect(open.ok && open.value.title).toBeUndefined();
});

test("attack: wraps of two cases exchanged are told to whoever reads them, and to nobody else", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const [one, other] = [await reported(vault, ana), await reported(vault, ana)];
  for (const { id } of [one, other]) expect((await ana.cases.takeBack(id, "bo")).ok).toBe(true);
  const file = new Sqlite(`${folder}/data.db`);
  const wrap = file.prepare("select wrap from sealed_case where id = ?").pluck();
  const [first, second] = [wrap.get(one.id), wrap.get(other.id)];
  const put = file.prepare("update sealed_case set wrap = ? where id = ?");
  put.run(second, one.id);
  put.run(first, other.id);
  const refused = (type: string) => ({ ok: false, error: { type } });
  expect(await ana.cases.open(one.id)).toEqual(refused("changed"));
  expect(await ana.cases.note(one.id, "A note.")).toEqual(refused("changed"));
  expect(hall.alarms).toContain("row changed");
  expect(await ana.cases.list({})).toEqual({ items: [], changed: 2 });
  const bo = await deskOf(vault, "bo");
  for (const id of [one.id, newCaseId()]) expect(await bo.cases.open(id)).toEqual(refused("not found"));
  expect(await bo.cases.list({})).toEqual({ items: [], changed: 0 });
  const { lines } = await (await deskOf(vault, "dina")).audit.read();
  expect(lines.filter(({ did }) => did === "missed a key")).toMatchObject([{ by: "ana", caseId: one.id }]);
  put.run(first, one.id);
  put.run(second, other.id);
  file.close();
  expect(await ana.cases.open(one.id)).toMatchObject({ ok: true, value: { broken: 0 } });
});

test("attack: a wrap whose inside was altered with both files is told, too", async () => {
  await using hall = await lightVault();
  const { ana, id, file } = await withFile(hall);
  const keyring = new Sqlite(`${hall.folder}/keyring.db`);
  const row = file.prepare("select erase_key, wrap from sealed_case").get() as { erase_key: string; wrap: string };
  const key = Buffer.from(
    String(keyring.prepare("select key from erase_key where id = ?").pluck().get(row.erase_key)),
    "base64url",
  );
  const label = `case-key:${id}:${row.erase_key}` as const;
  const inner = JSON.parse(String(await openUnder(key, label, row.wrap)));
  const [first, second] = inner.recipients;
  [first.encrypted_key, second.encrypted_key] = [second.encrypted_key, first.encrypted_key];
  file.prepare("update sealed_case set wrap = ?").run(await sealUnder(key, label, JSON.stringify(inner)));
  for (const one of [file, keyring]) one.close();
  expect(await ana.cases.open(id)).toEqual({ ok: false, error: { type: "changed" } });
});

test("attack: an entry taken away is missed by those that came after it", async () => {
  await using hall = await lightVault();
  const { ana, id, file } = await withFile(hall);
  await ana.cases.note(id, "One.");
  const known = file.prepare("select id from entry").pluck().all();
  await ana.cases.note(id, "Two.");
  const [two] = file
    .prepare("select id from entry")
    .pluck()
    .all()
    .filter((entry) => !known.includes(entry));
  await ana.cases.note(id, "Three.");
  const open = async () => {
    const opened = await ana.cases.open(id);
    return opened.ok ? opened.value.broken : undefined;
  };
  expect(await open()).toBe(0);
  file.prepare("delete from entry where id = ?").run(two);
  file.close();
  expect(await open()).toBe(1);
  expect(hall.alarms).toContain("row changed");
});
