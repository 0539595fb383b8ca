import { plainDate, type Role } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openCaseKey } from "../cases/case-key.ts";
import { shareCases, renewReaders } from "../cases/share-case.ts";
import type { VaultDesk } from "../desk/ports.ts";
import type { Vault } from "../open-vault.ts";
import { actorIn } from "../testing/light-actor.ts";
import { lightCore } from "../testing/light-core.ts";
import { deskOf, foundWith, reported, tokenOf } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault, passphraseOf } from "../testing/light-vault.ts";
import { settleKeys } from "./settle-keys.ts";

const refused = (type: string) => ({ ok: false, error: { type } });
const DONE = { ok: true, value: undefined };

const enrol = (vault: Vault, id: string, ...roles: readonly Role[]) =>
  vault.door.enrol({ id, roles }, passphraseOf(id));

/** Everybody signs who is asked, the change that comes first. */
async function signed(vault: Vault, ...members: readonly string[]): Promise<void> {
  for (const member of members) {
    const { keys } = await deskOf(vault, member);
    const [candidate] = await keys.candidates();
    expect(await keys.sign(candidate?.fingerprint ?? "")).toEqual(DONE);
  }
}

const changed = async (vault: Vault, by: string, member: string, ...roles: readonly Role[]) => {
  expect(await (await deskOf(vault, by)).keys.proposeRoles(member, roles)).toEqual(DONE);
};

test("whoever leaves the staff while waiting waits no more, and others go on waiting", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  await enrol(vault, "emil", "caseworker");
  await enrol(vault, "faye", "auditor");
  const staff = [{ id: "faye", roles: ["auditor" as const] }];
  await vault.door.followStaff(staff);
  expect(await vault.door.digitsOf("emil")).toBeUndefined();
  expect(await vault.door.unlock("emil", passphraseOf("emil"))).toEqual(refused("no keys"));
  const offered = await (await deskOf(vault, "ana")).keys.candidates();
  expect(offered.map(({ joins }) => joins)).toEqual([["faye"]]);
});

test("whoever gets another part while waiting waits with that, and with other digits", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  await enrol(vault, "emil", "caseworker");
  const before = await vault.door.digitsOf("emil");
  await vault.door.followStaff([{ id: "emil", roles: ["caseworker", "editor"] }]);
  expect(await vault.door.digitsOf("emil")).toBe(before);
  await vault.door.followStaff([{ id: "emil", roles: ["auditor"] }]);
  expect(await vault.door.digitsOf("emil")).not.toBe(before);
  const [candidate] = await (await deskOf(vault, "ana")).keys.candidates();
  expect(candidate).toMatchObject({ joins: ["emil"], parts: [{ id: "emil", roles: ["auditor"] }] });
  await signed(vault, "ana", "bo");
  expect(await vault.door.rolesOf("emil")).toEqual(["auditor"]);
  expect((await vault.door.unlock("emil", passphraseOf("emil"))).ok).toBe(true);
});

test("attack: keys that somebody wrote into the file are not made good by a change of parts", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  await enrol(vault, "emil", "caseworker");
  const file = new Sqlite(`${folder}/data.db`);
  const document = JSON.parse(String(file.prepare("select document from enrolment").pluck().get()));
  file.prepare("update enrolment set document = ?").run(JSON.stringify({ ...document, box: document.sign }));
  file.close();
  await vault.door.followStaff([{ id: "emil", roles: ["auditor"] }]);
  expect(await (await deskOf(vault, "ana")).keys.candidates()).toEqual([]);
  expect(hall.alarms).toContain("row changed");
});

test("a caseworker who becomes something else loses every case by two signatures, and the others' renewal ends the old keys", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana);
  const token = await tokenOf(vault, "bo");
  const bo = (): Promise<VaultDesk | undefined> => vault.door.desk("bo", token);
  expect((await (await bo())?.cases.open(id))?.ok).toBe(true);
  await changed(vault, "ana", "bo", "proposer");
  expect((await (await bo())?.cases.open(id))?.ok).toBe(true);
  const [candidate] = await (await deskOf(vault, "cleo")).keys.candidates();
  expect(candidate).toMatchObject({ joins: [], leaves: [], parts: [{ id: "bo", roles: ["proposer"] }], needed: 2 });
  await signed(vault, "cleo");
  expect(await vault.door.rolesOf("bo")).toEqual(["proposer"]);
  expect(await (await bo())?.cases.open(id)).toEqual(refused("not found"));
  expect(await (await bo())?.cases.list({})).toEqual({ items: [], changed: 0 });
  const after = await deskOf(vault, "ana");
  expect(await after.keys.sealedToFormer()).toBe(1);
  for await (const _ of after.keys.renewCases());
  expect(await after.keys.sealedToFormer()).toBe(0);
  expect(await after.cases.open(id)).toMatchObject({ ok: true, value: { readers: ["ana"] } });
});

test("the old key of a former caseworker opens a case until it is renewed, and never afterwards", async () => {
  await using core = await lightCore();
  const ana = await actorIn(core, "ana");
  const bo = await actorIn(core, "bo");
  const { intakes } = await import("../intake/submit.ts");
  const { gate } = await import("../gate.ts");
  const files = { seal: async () => ({ files: [], chunks: [] }) };
  await intakes({ core, files, turn: gate(1, 9) }).submit(intakeOf(), FROM_WEB);
  const row = () => core.files.data.db.selectFrom("sealed_case").selectAll().executeTakeFirstOrThrow();
  const { roster } = ana.roster;
  const members = roster.members.map((one) => (one.id === "bo" ? { ...one, roles: ["proposer" as const] } : one));
  const next = { ...roster, members };
  await settleKeys(core.files.data.db, roster, next);
  const known = await openCaseKey(core, await row(), bo.reader);
  const publicOf = known === undefined || known === "changed" ? undefined : known.pair.public;
  expect(publicOf).toBe((await row()).public_key);
  const asAna = { ...ana, roster: { ...ana.roster, roster: next } };
  expect(await renewReaders(core, asAna, (await row()).id)).toEqual(DONE);
  expect(await openCaseKey(core, await row(), bo.reader)).toBeUndefined();
  expect((await row()).public_key).not.toBe(publicOf);
  expect(await openCaseKey(core, await row(), ana.reader)).toBeDefined();
  expect(await shareCases(core, asAna).share((await row()).id, "bo")).toEqual(refused("no such reader"));
});

test("somebody with keys becomes a caseworker by two signatures, and then gets what comes and what is shared", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  await changed(vault, "ana", "dina", "caseworker", "auditor");
  expect((await (await deskOf(vault, "dina")).cases.list({})).items).toEqual([]);
  await signed(vault, "bo");
  const dina = () => deskOf(vault, "dina");
  expect(await (await dina()).cases.open(id)).toEqual(refused("not found"));
  await vault.intakes.submit(intakeOf(), FROM_WEB);
  expect((await (await dina()).cases.list({})).items).toHaveLength(1);
  for await (const _ of (await deskOf(vault, "ana")).cases.shareAll("dina"));
  expect((await (await dina()).cases.open(id)).ok).toBe(true);
});

test("whoever gets a part back with the same keys opens what nobody renewed meanwhile", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  await changed(vault, "ana", "bo", "proposer");
  await signed(vault, "cleo");
  await changed(vault, "ana", "bo", "caseworker", "proposer");
  await signed(vault, "cleo");
  const bo = await deskOf(vault, "bo");
  expect((await bo.cases.open(id)).ok).toBe(true);
  expect((await bo.cases.list({})).items).toHaveLength(1);
  expect(await bo.keys.sealedToFormer()).toBe(0);
});

test("whoever was taken off the list can be signed in again, with new keys", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  const task = { kind: "call", text: "Call", due: plainDate("2026-11-03")! } as const;
  expect(await (await deskOf(vault, "bo")).cases.addTask(id, task)).toEqual(DONE);
  await (await deskOf(vault, "ana")).keys.proposeLeave("bo");
  await signed(vault, "cleo");
  expect(await vault.door.unlock("bo", passphraseOf("bo"))).toEqual(refused("no keys"));
  expect(await enrol(vault, "bo", "caseworker")).toBe("waits");
  await signed(vault, "ana", "cleo");
  const bo = await deskOf(vault, "bo");
  expect(await bo.reminders()).toEqual([]);
  expect(await bo.cases.open(id)).toEqual(refused("not found"));
  const ana = await deskOf(vault, "ana");
  expect(await ana.keys.sealedToFormer()).toBe(1);
  // With the renewal they read again what they read before.
  for await (const _ of ana.keys.renewCases());
  expect((await bo.cases.open(id)).ok).toBe(true);
  expect(await (await deskOf(vault, "bo")).reminders()).toHaveLength(1);
  expect(hall.alarms).toEqual([]);
});

test("a part that cannot be is not proposed, nor by whoever signs nobody in", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault, "ana", "dina");
  const ana = await deskOf(vault, "ana");
  expect(await ana.keys.proposeRoles("nobody", ["caseworker"])).toEqual(refused("no such member"));
  expect(await ana.keys.proposeRoles("dina", ["auditor", "editor"])).toEqual(refused("nothing to change"));
  expect(await ana.keys.proposeRoles("dina", ["editor"])).toEqual(refused("nothing to change"));
  expect(await ana.keys.proposeRoles("ana", ["auditor"])).toEqual(refused("nobody would be left"));
  const dina = await deskOf(vault, "dina");
  expect(await dina.keys.proposeRoles("dina", ["caseworker"])).toEqual(refused("no such member"));
  expect(await ana.keys.candidates()).toEqual([]);
});
