import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ok, trusted, type Role, type StaffDesk, type StaffDraft } from "@commonhall/domain";
import type { Store } from "@commonhall/store";
import type { Vault } from "@commonhall/vault";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openData } from "../open-data.ts";
import { enrollingCommands, enrollingStaff } from "./enrolling-staff.ts";
import { openSealed } from "./open-sealed.ts";
import { pepperOf } from "./pepper.ts";

const PASSPHRASE = "a long passphrase of six words";
const clock = () => Date.UTC(2026, 10, 22);
const quiet = () => undefined;

let folder = "";
let store: Store;
let vault: Vault;
let desk: StaffDesk;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-enrol-"));
  const dataFolder = join(folder, "data");
  const log = { info: quiet, warn: quiet, error: quiet };
  const options = { dataFolder, pepperFile: join(folder, "pepper"), log };
  const pepper = pepperOf(options);
  const data = await openData({ dataFolder }, clock, pepper);
  if (!data.ok) expect.fail(data.error.detail);
  const sealed = await openSealed({ ...options, pepper, clock });
  if (!sealed.ok) expect.fail(sealed.error.type);
  [store, vault] = [data.value, sealed.value];
  desk = enrollingStaff(store.staffDesk, vault);
});
afterEach(async () => {
  await vault.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const draft = (name: string, ...roles: readonly Role[]): StaffDraft => ({ name, roles, passphrase: PASSPHRASE });

async function joins(name: string, ...roles: readonly Role[]): Promise<void> {
  const made = await desk.invite({ roles, note: "" }, "first");
  const joined = await desk.join(made.ok ? made.value.code : "", { name, passphrase: PASSPHRASE });
  if (!joined.ok) expect.fail(joined.error.type);
}

/** The people that a centre starts with. */
async function setUp(...staff: readonly StaffDraft[]): Promise<void> {
  const id = trusted.actor("https://hall.example/centres/hall");
  const commands = enrollingCommands(
    {
      setUp: async () => {
        const prepared = await store.staffDesk.prepare(staff);
        if (prepared.ok) await store.direct.staff.add(prepared.value);
        return ok({ id, handle: "hall", url: id });
      },
      updateCentre: () => expect.fail(),
    },
    store.staffDesk,
    vault,
    async () => {},
  );
  const draft = { handle: trusted.handle("hall"), name: {}, summary: {}, languages: [], regions: [], sectors: [] };
  await commands.setUp(draft as never, staff);
}

async function idOf(name: string): Promise<string> {
  return (await store.staffDesk.list()).find((member) => member.name === name)?.id ?? expect.fail();
}

async function keysOf(name: string) {
  const id = await idOf(name);
  const opened = await vault.door.unlock(id, PASSPHRASE);
  if (!opened.ok) expect.fail(opened.error.type);
  const open = await vault.door.desk(id, opened.value.token);
  return open?.keys ?? expect.fail();
}

describe("whoever is signed out elsewhere", () => {
  const unlocked = async (name: string) => {
    const id = await idOf(name);
    const opened = await vault.door.unlock(id, PASSPHRASE);
    const token = opened.ok ? opened.value.token : "";
    return { id, isOpen: async () => (await vault.door.desk(id, token)) !== undefined };
  };

  test.each([
    ["everywhere", (id: string) => desk.signOutEverywhere(id)],
    ["in one browser", (id: string) => desk.endSession(id, "a label")],
    ["for good", (id: string) => desk.remove(id)],
  ] as const)("%s has no unlocked keys left, and colleagues keep theirs", async (_how, end) => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"), draft("bo", "caseworker"));
    const [amina, bo] = [await unlocked("amina"), await unlocked("bo")];
    expect([await amina.isOpen(), await bo.isOpen()]).toEqual([true, true]);
    await end(amina.id);
    expect([await amina.isOpen(), await bo.isOpen()]).toEqual([false, true]);
  });
});

describe("whoever joins the staff", () => {
  test("gets keys where their role opens something; the first caseworker opens the form", async () => {
    await setUp(draft("first", "administrator", "editor"), draft("helper", "helper"));
    expect(await vault.intakes.isOpen()).toBe(false);
    await joins("amina", "caseworker");
    expect(await vault.intakes.isOpen()).toBe(true);
    expect((await keysOf("amina")).members).toEqual([{ id: await idOf("amina"), roles: ["caseworker"] }]);
    expect(await vault.door.unlock(await idOf("first"), PASSPHRASE)).toEqual({ ok: false, error: { type: "no keys" } });
  });

  test("opens nothing before those who are there have signed, and an administrator cannot sign", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"));
    await joins("late", "caseworker");
    const late = await idOf("late");
    expect(await vault.door.unlock(late, PASSPHRASE)).toEqual({ ok: false, error: { type: "not in the roster" } });
    const keys = await keysOf("amina");
    const [candidate = expect.fail()] = await keys.candidates();
    expect(candidate).toMatchObject({ joins: [late], needed: 1, digits: [await vault.door.digitsOf(late)] });
    expect(await keys.sign(candidate.fingerprint)).toMatchObject({ ok: true });
    expect((await keysOf("late")).members).toHaveLength(2);
  });

  test("is refused for the staff's own reasons, and then has no keys", async () => {
    const made = await desk.invite({ roles: ["caseworker"], note: "" }, "first");
    const code = made.ok ? made.value.code : "";
    expect(await desk.join(code, { name: "amina", passphrase: "short" })).toMatchObject({ ok: false });
    expect(await desk.join("no code", { name: "amina", passphrase: PASSPHRASE })).toMatchObject({ ok: false });
    expect(await vault.door.state()).toMatchObject({ founded: false });
  });

  test("and goes again before anybody signed, leaves nothing to sign for", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"));
    await joins("late", "caseworker");
    const keys = await keysOf("amina");
    expect(await keys.candidates()).toHaveLength(1);
    expect(await desk.remove(await idOf("late"))).toMatchObject({ ok: true });
    expect(await keys.candidates()).toEqual([]);
  });

  test("and gets another part before anybody signed, waits with that, or no more", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"));
    await joins("late", "caseworker");
    const late = await idOf("late");
    const keys = await keysOf("amina");
    await desk.changeRoles(late, ["auditor"]);
    expect(await keys.candidates()).toMatchObject([{ parts: [{ id: late, roles: ["auditor"] }] }]);
    await desk.changeRoles(late, ["editor"]);
    expect(await keys.candidates()).toEqual([]);
  });

  test("again after a lost passphrase, waits with new keys; until two have signed the old ones stay", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"), draft("bo", "caseworker"));
    const bo = await idOf("bo");
    const made = await desk.inviteAgain(bo, "first");
    const passphrase = "another passphrase of six words";
    const code = made.ok ? made.value.code : "";
    expect(await desk.join(code, { name: "", passphrase: "short" })).toMatchObject({ ok: false });
    expect(await vault.door.digitsOf(bo)).toBeUndefined();
    expect(await desk.join(code, { name: "", passphrase })).toMatchObject({ ok: true, value: { id: bo } });
    const keys = await keysOf("amina");
    expect(await keys.candidates()).toMatchObject([{ joins: [bo], leaves: [bo], needed: 2 }]);
    expect(await vault.door.unlock(bo, passphrase)).toEqual({ ok: false, error: { type: "not in the roster" } });
    expect((await vault.door.unlock(bo, PASSPHRASE)).ok).toBe(true);
  });

  test("several at once found the vault together", async () => {
    await setUp(draft("a1", "caseworker"), draft("b2", "approver"), draft("c3", "auditor"));
    expect((await keysOf("a1")).members).toHaveLength(3);
  });
});

test("nobody whose keys open reports is made an administrator before colleagues took them off the list", async () => {
  await setUp(draft("first", "administrator"), draft("amina", "caseworker"), draft("bo", "caseworker"));
  const bo = await idOf("bo");
  const refused = { ok: false, error: { type: "has keys" } };
  expect(await desk.changeRoles(bo, ["administrator"])).toEqual(refused);
  expect(await desk.changeRoles(bo, ["editor"])).toMatchObject({ ok: true });
  expect(await desk.changeRoles(bo, ["administrator"])).toEqual(refused);
  await (await keysOf("amina")).proposeLeave(bo);
  const keys = await keysOf("bo");
  const [candidate = expect.fail()] = await keys.candidates();
  await keys.sign(candidate.fingerprint);
  expect(await desk.changeRoles(bo, ["administrator"])).toMatchObject({ ok: true });
  expect(await store.staffDesk.list()).toContainEqual(
    expect.objectContaining({ name: "bo", roles: ["administrator"] }),
  );
});

describe("one passphrase", () => {
  const NEW = "another passphrase of six words";
  const refused = (type: string) => ({ ok: false, error: expect.objectContaining({ type }) });
  const own = async (name: string) => {
    const staff = (await store.staffDesk.list()).find((member) => member.name === name) ?? expect.fail();
    return { staff, label: "" };
  };
  const opens = async (name: string, passphrase: string) => [
    (await desk.signIn(name, passphrase)).ok,
    (await vault.door.unlock(await idOf(name), passphrase)).ok,
  ];

  test("is changed for signing in and for what is sealed, together", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"));
    expect(await desk.changePassphrase(await own("amina"), { old: PASSPHRASE, wanted: NEW })).toMatchObject({
      ok: true,
    });
    expect(await opens("amina", NEW)).toEqual([true, true]);
    expect(await opens("amina", PASSPHRASE)).toEqual([false, false]);
    expect(await desk.changePassphrase(await own("first"), { old: PASSPHRASE, wanted: NEW })).toMatchObject({
      ok: true,
    });
  });

  test("stays what it was in both where either half is refused", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"));
    const amina = await own("amina");
    expect(await desk.changePassphrase(amina, { old: "wrong", wanted: NEW })).toEqual(refused("wrong"));
    expect(await desk.changePassphrase(amina, { old: PASSPHRASE, wanted: "short" })).toEqual(
      refused("passphrase too short"),
    );
    const other = { old: PASSPHRASE, wanted: NEW, keys: "of no keys at all" };
    expect(await desk.changePassphrase(amina, other)).toEqual(refused("keys wrong"));
    expect(await opens("amina", PASSPHRASE)).toEqual([true, true]);
    await vault.door.lockDown("first");
    expect(await desk.changePassphrase(amina, { old: PASSPHRASE, wanted: NEW })).toEqual(refused("keys closed"));
    expect((await desk.signIn("amina", PASSPHRASE)).ok).toBe(true);
  });

  test("says so where only the keys took the new one, and the next try makes it one again", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"));
    const full = { ...store.staffDesk, changePassphrase: () => Promise.reject(new Error("disk full")) };
    const amina = await own("amina");
    const broken = enrollingStaff(full, vault);
    expect(await broken.changePassphrase(amina, { old: PASSPHRASE, wanted: NEW })).toEqual(refused("keys only"));
    expect(await desk.changePassphrase(amina, { old: PASSPHRASE, wanted: NEW })).toEqual(refused("keys wrong"));
    const again = await desk.changePassphrase(amina, { old: PASSPHRASE, wanted: NEW, keys: NEW });
    expect(again).toMatchObject({ ok: true });
    expect(await opens("amina", NEW)).toEqual([true, true]);
  });

  test("of somebody who waits for signatures is that of the keys which are signed in", async () => {
    await setUp(draft("first", "administrator"), draft("amina", "caseworker"));
    await joins("late", "caseworker");
    expect(await desk.changePassphrase(await own("late"), { old: PASSPHRASE, wanted: NEW })).toMatchObject({
      ok: true,
    });
    const keys = await keysOf("amina");
    const [candidate = expect.fail()] = await keys.candidates();
    await keys.sign(candidate.fingerprint);
    expect(await opens("late", NEW)).toEqual([true, true]);
  });
});
