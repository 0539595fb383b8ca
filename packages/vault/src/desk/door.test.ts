import { HOUR, MINUTE } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { keyKeeping } from "../keys/key-keeping.ts";
import { ROSTER_USE } from "../keys/roster.ts";
import { cosign } from "../seal/signing.ts";
import { actorIn } from "../testing/light-actor.ts";
import { lightCore } from "../testing/light-core.ts";
import { deskOf, foundWith, reported, tokenOf } from "../testing/light-desk.ts";
import { intakeOf, FROM_WEB, lightVault, passphraseOf } from "../testing/light-vault.ts";
import type { VaultDesk } from "./ports.ts";

const refused = (type: string) => ({ ok: false, error: { type } });
const DONE = { ok: true, value: undefined };

test("a desk closes after a quarter of an hour without a sign of life, and after eight hours in any case", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  const token = await tokenOf(vault, "ana");
  expect(await vault.door.desk("ana", token)).toBeDefined();
  expect(await vault.door.desk("bo", token)).toBeUndefined();
  expect(await vault.door.desk("ana", `${token}A`)).toBeUndefined();
  clock.advance(15 * MINUTE - 1);
  expect(await vault.door.desk("ana", token)).toBeDefined();
  clock.advance(15 * MINUTE);
  expect(await vault.door.desk("ana", token)).toBeUndefined();
  const long = await tokenOf(vault, "ana");
  for (let passed = 0; passed + 10 * MINUTE < 8 * HOUR; passed += 10 * MINUTE) {
    clock.advance(10 * MINUTE);
    expect(await vault.door.desk("ana", long)).toBeDefined();
  }
  clock.advance(10 * MINUTE);
  expect(await vault.door.desk("ana", long)).toBeUndefined();
  const locked = await tokenOf(vault, "ana");
  await vault.door.lock(locked);
  expect(await vault.door.desk("ana", locked)).toBeUndefined();
});

test("a wrong passphrase opens nothing, and after five of them there is a wait that grows", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  for (let turn = 0; turn < 5; turn++)
    expect(await vault.door.unlock("ana", "not her passphrase")).toEqual(refused("wrong"));
  expect(await vault.door.unlock("ana", passphraseOf("ana"))).toEqual({
    ok: false,
    error: { type: "too many", wait: MINUTE },
  });
  expect((await vault.door.unlock("bo", passphraseOf("bo"))).ok).toBe(true);
  clock.advance(MINUTE);
  expect(await vault.door.unlock("ana", "not her passphrase")).toEqual(refused("wrong"));
  expect(await vault.door.unlock("ana", passphraseOf("ana"))).toEqual({
    ok: false,
    error: { type: "too many", wait: 2 * MINUTE },
  });
  clock.advance(2 * MINUTE);
  expect((await vault.door.unlock("ana", passphraseOf("ana"))).ok).toBe(true);
  expect(await vault.door.unlock("nobody", passphraseOf("nobody"))).toEqual(refused("no keys"));
});

test("another pepper is not this vault's", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  await hall.vault.close();
  const { openVault } = await import("../open-vault.ts");
  const other = openVault({
    folder: hall.folder,
    clock: hall.clock,
    pepper: new Uint8Array(32).fill(9),
    files: { seal: async () => ({ files: [], chunks: [] }) },
    alarm: () => {},
  });
  await expect(other).rejects.toThrow("pepper");
  await hall.reopen();
});

test("the first who may sign founds the vault, others wait for the members' signatures, and administrators stay outside", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  expect(await vault.door.state()).toEqual({ founded: false, lockedDown: false, rosterChanged: false });
  const enrol = (id: string, ...roles: ("caseworker" | "auditor" | "approver")[]) =>
    vault.door.enrol({ id, roles }, passphraseOf(id));
  expect(await enrol("dina", "auditor")).toBe("waits");
  expect(await enrol("ana", "caseworker")).toBe("member");
  expect(await enrol("bo", "caseworker")).toBe("waits");
  expect(await vault.door.unlock("bo", passphraseOf("bo"))).toEqual(refused("not in the roster"));
  await expect(
    vault.door.enrol({ id: "root", roles: ["administrator", "caseworker"] }, passphraseOf("root")),
  ).rejects.toThrow();
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  for (const joins of ["bo", "dina"]) {
    const { keys } = await deskOf(vault, "ana");
    const candidate = (await keys.candidates()).find((one) => one.joins.includes(joins));
    expect(candidate).toMatchObject({ leaves: [], signed: [], newRecovery: false });
    expect(await keys.sign(candidate!.fingerprint)).toEqual(DONE);
    if (joins === "dina") {
      expect((await deskOf(vault, "ana")).keys.members.map((member) => member.id)).toEqual(["ana", "bo"]);
      expect(await (await deskOf(vault, "ana")).keys.sign(candidate!.fingerprint)).toEqual(refused("signed already"));
      expect(await (await deskOf(vault, "bo")).keys.sign(candidate!.fingerprint)).toEqual(DONE);
    }
  }
  const bo = await deskOf(vault, "bo");
  expect(bo.keys.members.map((member) => member.id)).toEqual(["ana", "bo", "dina"]);
  expect(await bo.cases.open(id)).toEqual(refused("not found"));
  expect(await (await deskOf(vault, "dina")).keys.sign(bo.keys.fingerprint)).toEqual(refused("no such roster"));
  await vault.intakes.submit(intakeOf(), FROM_WEB);
  expect((await bo.cases.list({})).items).toHaveLength(1);
  expect((await (await deskOf(vault, "dina")).cases.list({})).items).toEqual([]);
});

test("attack: keys that somebody wrote into the file for an enrolment are never offered for signing", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault, "ana");
  await vault.door.enrol({ id: "bo", roles: ["caseworker"] }, passphraseOf("bo"));
  const file = new Sqlite(`${hall.folder}/data.db`);
  const document = String(file.prepare("select document from enrolment").pluck().get());
  file
    .prepare("update enrolment set document = ?")
    .run(document.replace(/"box":"./, (start) => `${start.slice(0, -1)}${start.endsWith("A") ? "B" : "A"}`));
  file.close();
  expect(await (await deskOf(vault, "ana")).keys.candidates()).toEqual([]);
  expect(hall.alarms).toContain("row changed");
});

test("attack: a roster that no member proposed is never offered for signing, least of all one that widens a role unseen", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  await vault.door.enrol({ id: "emil", roles: ["caseworker"] }, passphraseOf("emil"));
  const ana = await deskOf(vault, "ana");
  expect(await ana.keys.proposeLeave("bo")).toEqual(DONE);
  const file = new Sqlite(`${hall.folder}/data.db`);
  const { document } = file.prepare("select document from roster_candidate").get() as { document: string };
  // The auditor, who may be an administrator, is to become a caseworker with it.
  const wanted = JSON.parse(Buffer.from(JSON.parse(document).payload, "base64url").toString("utf8"));
  for (const member of wanted.members) if (member.id === "dina") member.roles = ["caseworker"];
  const payload = Buffer.from(JSON.stringify(wanted)).toString("base64url");
  const { signatures } = JSON.parse(document);
  const insert = file.prepare("insert into roster_candidate values (?, ?)");
  insert.run("planted", JSON.stringify({ payload, signatures: [] }));
  insert.run("planted with signatures of another", JSON.stringify({ payload, signatures }));
  file.close();
  const offered = await (await deskOf(vault, "bo")).keys.candidates();
  expect(offered.map(({ joins, leaves }) => [joins, leaves])).toEqual([
    [[], ["bo"]],
    [["emil"], []],
  ]);
  expect(hall.alarms).toContain("row changed");
});

test("a roster in which somebody may do more, or the custodians are others, says so", async () => {
  await using core = await lightCore();
  const ana = await actorIn(core, "ana");
  const { roster, hash } = ana.roster;
  const next = { ...roster, version: 2, previous: hash };
  const widened = roster.members.map((one) => (one.id === "dina" ? { ...one, roles: ["caseworker" as const] } : one));
  const recovery = { box: roster.members[0]!.box, sign: roster.members[0]!.sign, shares: 3, needed: 2 };
  for (const wanted of [
    { ...next, members: widened },
    { ...next, recovery },
  ]) {
    const document = JSON.stringify(await cosign(JSON.stringify(wanted), ROSTER_USE, [ana.signer]));
    await core.files.data.db.insertInto("roster_candidate").values({ hash: document, document }).execute();
  }
  const [one, other] = await keyKeeping(core, ana).candidates();
  expect([one, other].map((shown) => shown?.newRecovery).toSorted()).toEqual([false, true]);
  const shown = [one, other].find((each) => each?.newRecovery === false);
  expect(shown).toMatchObject({ joins: [], leaves: [], parts: [{ id: "dina", roles: ["caseworker"] }] });
});

test("attack: a roster changed in the file is refused loudly, in the audit too, and nothing is sealed to it", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  await deskOf(vault, "ana");
  const file = new Sqlite(`${hall.folder}/data.db`);
  const before = String(file.prepare("select document from roster").pluck().get());
  file.prepare("update roster set document = ?").run(before.replaceAll(/"signature":"./g, '"signature":"_'));
  expect(await vault.intakes.isOpen()).toBe(false);
  await expect(vault.intakes.submit(intakeOf(), FROM_WEB)).rejects.toThrow();
  expect(await vault.door.state()).toMatchObject({ founded: true, rosterChanged: true });
  expect(await vault.door.unlock("ana", passphraseOf("ana"))).toEqual(refused("roster changed"));
  expect(hall.alarms).toContain("roster changed");
  file.prepare("update roster set document = ?").run(before);
  file.close();
  const read = await (await deskOf(vault, "dina")).audit.read();
  expect(read.lines.some((line) => line.did === "refused a roster" && line.by === "ana")).toBe(true);
  expect(read.intact).toBe(true);
});

test("attack: every roster and anchor deleted, so that somebody founds the vault anew with their own keys", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const [data, keyring] = [new Sqlite(`${folder}/data.db`), new Sqlite(`${folder}/keyring.db`)];
  data.exec("delete from roster; delete from vault where name = 'roster'");
  keyring.exec("delete from anchor");
  for (const file of [data, keyring]) file.close();
  const founded = await vault.found([{ id: "eve", roles: ["caseworker"], passphrase: passphraseOf("eve") }]);
  expect(founded).toEqual(refused("founded already"));
  expect(await vault.door.enrol({ id: "eve", roles: ["caseworker"] }, passphraseOf("eve"))).toBe("waits");
  expect(await vault.intakes.isOpen()).toBe(false);
  expect(await vault.door.state()).toMatchObject({ rosterChanged: true });
});

test("attack: an old copy of both files is noticed by whoever has seen the later roster", async () => {
  await using hall = await lightVault();
  const { folder } = hall;
  await foundWith(hall.vault);
  await deskOf(hall.vault, "ana");
  const { writeFileSync, rmSync } = await import("node:fs");
  const copies = ["data.db", "keyring.db"].map((name) => {
    const file = new Sqlite(`${folder}/${name}`, { readonly: true });
    const bytes = file.serialize();
    file.close();
    return [name, bytes] as const;
  });
  const { keys } = await deskOf(hall.vault, "ana");
  await keys.proposeLeave("bo");
  const [candidate] = await (await deskOf(hall.vault, "cleo")).keys.candidates();
  expect(candidate).toMatchObject({ leaves: ["bo"], joins: [], signed: ["ana"], needed: 2 });
  await (await deskOf(hall.vault, "cleo")).keys.sign(candidate!.fingerprint);
  expect(await hall.vault.door.unlock("bo", passphraseOf("bo"))).toEqual(refused("no keys"));
  await deskOf(hall.vault, "ana");
  const later = new Sqlite(`${folder}/data.db`, { readonly: true });
  const row = later.prepare("select * from staff_key where id = 'ana'").get() as Record<string, unknown>;
  later.close();
  await hall.vault.close();
  for (const [name, bytes] of copies) {
    for (const end of ["-wal", "-shm"]) rmSync(`${folder}/${name}${end}`, { force: true });
    writeFileSync(`${folder}/${name}`, bytes);
  }
  const file = new Sqlite(`${folder}/data.db`);
  file.prepare("update staff_key set salt = ?, sealed = ? where id = 'ana'").run(row["salt"], row["sealed"]);
  file.close();
  const vault = await hall.reopen();
  expect(await vault.door.unlock("ana", passphraseOf("ana"))).toEqual(refused("roster changed"));
});

test("whoever left the roster loses every case, and an open desk closes", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  const token = await tokenOf(vault, "bo");
  const held = (await vault.door.desk("bo", token)) as VaultDesk;
  await (await deskOf(vault, "ana")).register.add({ kind: "employer", name: "Acme" });
  await (await deskOf(vault, "ana")).keys.proposeLeave("bo");
  const [candidate] = await (await deskOf(vault, "cleo")).keys.candidates();
  await (await deskOf(vault, "cleo")).keys.sign(candidate!.fingerprint);
  expect(await vault.door.desk("bo", token)).toBeUndefined();
  const publicKeys = () => {
    const file = new Sqlite(`${folder}/data.db`, { readonly: true });
    const key = file.prepare("select public_key from sealed_case").pluck().get();
    file.close();
    return key;
  };
  const before = publicKeys();
  const ana = await deskOf(vault, "ana");
  for await (const _ of ana.keys.renewCases());
  expect(publicKeys()).not.toBe(before);
  expect(await held.cases.open(id)).toEqual(refused("not found"));
  expect(await held.register.list("employer")).toEqual([]);
  expect((await ana.cases.open(id)).ok).toBe(true);
  expect(await ana.register.list("employer")).toMatchObject([{ name: "Acme" }]);
});

test("somebody who lost a passphrase comes back with new keys, by two signatures, and colleagues share again", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  const wanted = "another passphrase of bo, at last";
  const again = await vault.enrol({ id: "bo", roles: ["caseworker", "proposer"], passphrase: wanted });
  expect(again.ok).toBe(true);
  expect((await vault.door.unlock("bo", passphraseOf("bo"))).ok).toBe(true);
  const [candidate] = await (await deskOf(vault, "ana")).keys.candidates();
  expect(candidate).toMatchObject({ joins: ["bo"], leaves: ["bo"], digits: [again.ok && again.value.digits] });
  for (const member of ["ana", "cleo"]) await (await deskOf(vault, member)).keys.sign(candidate!.fingerprint);
  expect(await vault.door.unlock("bo", passphraseOf("bo"))).toEqual(refused("wrong"));
  const opened = await vault.door.unlock("bo", wanted);
  const bo = await vault.door.desk("bo", opened.ok ? opened.value.token : "");
  expect(await bo!.cases.open(id)).toEqual(refused("not found"));
  expect(await (await deskOf(vault, "ana")).cases.share(id, "bo")).toEqual(DONE);
  expect((await bo!.cases.open(id)).ok).toBe(true);
});

test("a passphrase is changed by whoever knows the old one", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { keys } = await deskOf(vault, "ana");
  expect(await keys.changePassphrase("not the old one", "a new passphrase of ana")).toEqual(refused("wrong"));
  expect(await keys.changePassphrase(passphraseOf("ana"), "short")).toEqual(refused("too short"));
  expect(await keys.changePassphrase(passphraseOf("ana"), "a new passphrase of ana")).toEqual(DONE);
  expect(await vault.door.unlock("ana", passphraseOf("ana"))).toEqual(refused("wrong"));
  expect((await vault.door.unlock("ana", "a new passphrase of ana")).ok).toBe(true);
});
