import type { Role } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { NOTHING_CODED } from "../cases/coding.ts";
import type { VaultDesk } from "../desk/ports.ts";
import type { Vault } from "../open-vault.ts";
import { deskOf, foundWith, reported, STAFF, tokenOf } from "../testing/light-desk.ts";
import { lightVault, passphraseOf } from "../testing/light-vault.ts";

const refused = (type: string) => ({ ok: false, error: { type } });
const DONE = { ok: true, value: undefined };
const NEW = "another passphrase of somebody";

/** New keys, and signatures of two colleagues under them. */
async function comesBack(vault: Vault, id: string, roles: readonly Role[], ...signers: readonly string[]) {
  const enrolled = await vault.enrol({ id, roles, passphrase: NEW });
  if (!enrolled.ok) expect.fail(enrolled.error.type);
  for (const signer of signers) {
    const { keys } = await deskOf(vault, signer);
    const candidate = (await keys.candidates()).find(({ joins }) => joins.includes(id));
    expect(await keys.sign(candidate?.fingerprint ?? "")).toEqual(DONE);
  }
}

async function deskOfNew(vault: Vault, id: string): Promise<VaultDesk> {
  const opened = await vault.door.unlock(id, NEW);
  return (await vault.door.desk(id, opened.ok ? opened.value.token : "")) ?? expect.fail("not unlocked");
}

test("what somebody did stays done when they come back with new keys: cases, register and audit", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const bo = await deskOf(vault, "bo");
  const { id } = await reported(vault, bo);
  await bo.cases.verify(id);
  await bo.cases.code(id, { ...NOTHING_CODED, kinds: ["wage.unpaid"] });
  await bo.cases.note(id, "Called on Sunday");
  await bo.register.add({ kind: "employer", name: "Acme" });
  await comesBack(vault, "bo", STAFF["bo"] ?? [], "ana", "cleo");
  const ana = await deskOf(vault, "ana");
  const whole = { ok: true, value: { status: "open", broken: 0, coding: { kinds: ["wage.unpaid"] } } };
  expect(await ana.cases.open(id)).toMatchObject(whole);
  for await (const _ of ana.keys.renewCases());
  const again = await deskOfNew(vault, "bo");
  for (const desk of [again, await deskOf(vault, "ana")]) {
    expect(await desk.cases.open(id)).toMatchObject({ value: { ...whole.value, notes: [{ by: "bo" }] } });
    expect(await desk.register.list("employer")).toMatchObject([{ name: "Acme" }]);
  }
  const read = await (await deskOf(vault, "dina")).audit.read();
  expect(read).toMatchObject({ intact: true, unreadable: 0 });
  expect(read.lines.filter(({ by, did }) => by === "bo" && did === "verified")).toHaveLength(1);
  expect(hall.alarms).toEqual([]);
});

test("until colleagues have signed, the new passphrase waits, the old one opens, and a wrong one is wrong", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  const before = await tokenOf(vault, "bo");
  expect(await vault.door.enrol({ id: "bo", roles: ["caseworker"] }, NEW)).toBe("waits");
  expect(await vault.door.desk("bo", before)).toBeUndefined();
  for (let tried = 0; tried < 9; tried++) {
    expect(await vault.door.unlock("bo", NEW)).toEqual(refused("not in the roster"));
  }
  expect(await vault.door.unlock("bo", "neither of the two")).toEqual(refused("wrong"));
  expect((await (await deskOf(vault, "bo")).cases.open(id)).ok).toBe(true);
  const candidate = (await (await deskOf(vault, "ana")).keys.candidates())[0] ?? expect.fail();
  expect(candidate).toMatchObject({ joins: ["bo"], leaves: ["bo"], digits: [await vault.door.digitsOf("bo")] });
  for (const signer of ["ana", "cleo"]) await (await deskOf(vault, signer)).keys.sign(candidate.fingerprint);
  expect(await vault.door.unlock("bo", passphraseOf("bo"))).toEqual(refused("wrong"));
  const bo = await deskOfNew(vault, "bo");
  expect(await bo.cases.list({})).toEqual({ items: [], changed: 0 });
  const ana = await deskOf(vault, "ana");
  expect(await ana.keys.sealedToFormer()).toBe(1);
  for await (const _ of ana.keys.renewCases());
  expect((await bo.cases.list({})).items).toHaveLength(1);
  expect(await ana.keys.sealedToFormer()).toBe(0);
});

test("who could sign for new keys is said beforehand", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  expect(await vault.door.wayBack("ana")).toBe("nothing to get back");
  await foundWith(vault, "ana", "bo", "dina");
  expect(await vault.door.wayBack("dina")).toBe("colleagues");
  expect(await vault.door.wayBack("ana")).toBe("none");
  expect(await vault.door.wayBack("emil")).toBe("nothing to get back");
  const made = await (await deskOf(vault, "ana")).keys.makeRecovery(2, 3);
  const bo = await deskOf(vault, "bo");
  await bo.keys.sign((await bo.keys.candidates())[0]?.fingerprint ?? "");
  expect(made.ok).toBe(true);
  expect(await vault.door.wayBack("ana")).toBe("papers");
  await vault.enrol({ id: "cleo", roles: ["approver"], passphrase: passphraseOf("cleo") });
  for (const signer of ["ana", "bo"]) {
    const { keys } = await deskOf(vault, signer);
    await keys.sign((await keys.candidates())[0]?.fingerprint ?? "");
  }
  expect(await vault.door.wayBack("ana")).toBe("colleagues");
});

async function withPapers(vault: Vault): Promise<readonly string[]> {
  const made = await (await deskOf(vault, "ana")).keys.makeRecovery(2, 3);
  const { keys } = await deskOf(vault, "cleo");
  await keys.sign((await keys.candidates())[0]?.fingerprint ?? "");
  return made.ok ? made.value.papers : expect.fail(made.error.type);
}

test("the ceremony says how many cases open, how many stay closed, and why", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const one = async () => (await reported(vault, await deskOf(vault, "ana"))).id;
  await one();
  await withPapers(vault);
  const older = [await one(), await one()];
  const papers = await withPapers(vault);
  const [open, keyless, altered] = [await one(), await one(), await one()];
  const [data, keyring] = [new Sqlite(`${folder}/data.db`), new Sqlite(`${folder}/keyring.db`)];
  const key = data.prepare("select erase_key from sealed_case where id = ?").pluck().get(keyless);
  keyring.prepare("delete from erase_key where id = ?").run(key);
  data
    .prepare("update sealed_case set wrap = (select wrap from sealed_case where id = ?) where id = ?")
    .run(open, altered);
  for (const file of [data, keyring]) file.close();
  await vault.enrol({ id: "emil", roles: ["caseworker"], passphrase: passphraseOf("emil") });
  expect(await vault.admitByRecovery(papers.slice(1), "emil")).toEqual({
    ok: true,
    value: { cases: 1, closed: { noRecovery: 1, olderRecovery: older.length, noKey: 1, changed: 1 } },
  });
  expect((await (await deskOf(vault, "emil")).cases.open(open)).ok).toBe(true);
});

test("whom colleagues have let in is handed what only they could read, with the papers", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const papers = await withPapers(vault);
  const { id } = await reported(vault, await deskOf(vault, "bo"));
  expect(await (await deskOf(vault, "bo")).cases.takeBack(id, "ana")).toEqual(DONE);
  await comesBack(vault, "bo", STAFF["bo"] ?? [], "ana", "cleo");
  const bo = await deskOfNew(vault, "bo");
  expect(await bo.cases.open(id)).toEqual(refused("not found"));
  const fingerprint = (await deskOf(vault, "ana")).keys.fingerprint;
  expect(await vault.admitByRecovery(papers.slice(1), "cleo")).toEqual(refused("not enrolled"));
  expect(await vault.admitByRecovery(papers.slice(1), "bo")).toMatchObject({ ok: true, value: { cases: 1 } });
  expect((await bo.cases.open(id)).ok).toBe(true);
  expect((await deskOf(vault, "ana")).keys.fingerprint).toBe(fingerprint);
});
