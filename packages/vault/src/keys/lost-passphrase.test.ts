import type { Role } from "@commonhall/domain";
import { expect, test } from "vitest";
import { NOTHING_CODED } from "../cases/coding.ts";
import type { VaultDesk } from "../desk/ports.ts";
import type { Vault } from "../open-vault.ts";
import { deskOf, foundWith, reported, STAFF } from "../testing/light-desk.ts";
import { lightVault } from "../testing/light-vault.ts";

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
