import { expect, test } from "vitest";
import { cosign, type Signer } from "../seal/signing.ts";
import { lightCore, type LightCore } from "../testing/light-core.ts";
import { newStaffKeys, type StaffKeys } from "./staff-keys.ts";
import { anchorInKeyring, appendRoster, catchUpAnchor, readRosters } from "./roster-shelf.ts";
import {
  checkRoster,
  readRoster,
  type Roster,
  type RosterMember,
  ROSTER_USE,
  type SignedRoster,
  type VaultRole,
} from "./roster.ts";

const member = (keys: StaffKeys, ...roles: VaultRole[]): RosterMember => ({
  id: keys.id,
  roles,
  box: keys.box.public,
  sign: keys.sign.public,
});
const signer = (keys: StaffKeys, id = keys.id): Signer => ({ id, key: keys.sign.private });
const [ana, bo, eve, auditor] = [newStaffKeys("ana"), newStaffKeys("bo"), newStaffKeys("eve"), newStaffKeys("auditor")];

const first = (...members: RosterMember[]): Roster => ({
  suite: 1,
  vault: "v",
  version: 1,
  previous: null,
  members,
  recovery: null,
});
const after = (before: SignedRoster, ...members: RosterMember[]): Roster => ({
  ...before.roster,
  version: before.roster.version + 1,
  previous: before.hash,
  members,
});

const documentOf = async (roster: Roster, ...signers: Signer[]) =>
  JSON.stringify(await cosign(JSON.stringify(roster), ROSTER_USE, signers));
async function signed(roster: Roster, before: SignedRoster | undefined, ...signers: Signer[]): Promise<SignedRoster> {
  const checked = await checkRoster(await documentOf(roster, ...signers), before);
  if (!checked.ok) throw new Error(checked.error.type);
  return checked.value;
}
const problem = async (roster: Roster, before: SignedRoster | undefined, ...signers: Signer[]) => {
  const checked = await checkRoster(await documentOf(roster, ...signers), before);
  return checked.ok ? undefined : checked.error.type;
};

test("one signs while there is one, and two from then on", async () => {
  const alone = await signed(first(member(ana, "caseworker")), undefined, signer(ana));
  const two = await signed(after(alone, member(ana, "caseworker"), member(bo, "approver")), alone, signer(ana));
  const three = after(two, ...two.roster.members, member(eve, "caseworker"));
  expect(await problem(three, two, signer(ana))).toBe("signatures");
  expect(await problem(three, two, signer(ana), signer(ana))).toBe("signatures");
  expect(await problem(three, two, signer(ana), signer(eve))).toBe("signatures");
  expect(await problem(three, two, signer(ana), signer(ana, "bo"))).toBe("signatures");
  expect(await problem(three, two, signer(ana), signer(bo))).toBeUndefined();
});

test("auditors sign nobody in: an administrator may be one", async () => {
  const alone = await signed(first(member(ana, "caseworker"), member(auditor, "auditor")), undefined, signer(ana));
  const next = after(alone, ...alone.roster.members, member(eve, "caseworker"));
  expect(await problem(next, alone, signer(auditor))).toBe("signatures");
  expect(await problem(first(member(auditor, "auditor")), undefined, signer(auditor))).toBe("signatures");
});

test("a roster follows the very one before it", async () => {
  const alone = await signed(first(member(ana, "caseworker")), undefined, signer(ana));
  const other = await signed(first(member(eve, "caseworker")), undefined, signer(eve));
  const next = after(alone, member(ana, "caseworker"));
  expect(await problem({ ...next, previous: other.hash }, alone, signer(ana))).toBe("not the next one");
  expect(await problem({ ...next, version: 3 }, alone, signer(ana))).toBe("not the next one");
  expect(await problem({ ...next, vault: "w" }, alone, signer(ana))).toBe("not the next one");
  expect(await problem(first(member(ana, "caseworker")), alone, signer(ana))).toBe("not the next one");
});

test("what was signed as something else is no roster", async () => {
  const roster = first(member(ana, "caseworker"));
  const jws = await cosign(JSON.stringify(roster), "audit", [signer(ana)]);
  expect((await checkRoster(JSON.stringify(jws), undefined)).ok).toBe(false);
  const twice = first(member(ana, "caseworker"), member(ana, "auditor"));
  expect(await problem(twice, undefined, signer(ana))).toBe("not a roster");
});

test("people compare forty digits", async () => {
  const { fingerprint } = await signed(first(member(ana, "caseworker")), undefined, signer(ana));
  expect(fingerprint).toMatch(/^(?:\d{5} ){7}\d{5}$/);
  expect(readRoster("{}")).toBeUndefined();
});

async function shelve(core: LightCore, roster: SignedRoster): Promise<void> {
  await core.files.data.db.transaction().execute((db) => appendRoster(core, db, roster));
  await anchorInKeyring(core, roster);
}

async function withTwo(core: LightCore): Promise<readonly [SignedRoster, SignedRoster]> {
  const one = await signed(
    first(member(ana, "caseworker"), member(eve, "caseworker")),
    undefined,
    signer(ana),
    signer(eve),
  );
  await shelve(core, one);
  const two = await signed(after(one, member(ana, "caseworker")), one, signer(ana), signer(eve));
  await shelve(core, two);
  return [one, two];
}

const REFUSED = { ok: false, error: { type: "changed behind the program's back" } };

test("the rosters that the program wrote are the ones that it reads", async () => {
  await using core = await lightCore();
  expect(await readRosters(core)).toEqual({ ok: true, value: { current: undefined, all: [] } });
  const [one, two] = await withTwo(core);
  expect(await readRosters(core)).toEqual({ ok: true, value: { current: two, all: [one, two] } });
  expect(core.alarms).toEqual([]);
});

test("attack: a reader written into the last roster", async () => {
  await using core = await lightCore();
  const [, two] = await withTwo(core);
  const jws = JSON.parse(two.document);
  const more = { ...two.roster, members: [...two.roster.members, member(eve, "caseworker")] };
  const document = JSON.stringify({ ...jws, payload: Buffer.from(JSON.stringify(more)).toString("base64url") });
  await core.files.data.db.updateTable("roster").set({ document }).where("version", "=", 2).execute();
  expect(await readRosters(core)).toEqual(REFUSED);
  expect(core.alarms).toEqual(["roster changed"]);
});

test("attack: a whole chain of somebody's own", async () => {
  await using core = await lightCore();
  await withTwo(core);
  const own = await signed(first(member(eve, "caseworker")), undefined, signer(eve));
  await core.files.data.db.deleteFrom("roster").execute();
  await core.files.data.db.insertInto("roster").values({ version: 1, document: own.document }).execute();
  expect(await readRosters(core)).toEqual(REFUSED);
});

test("attack: a chain of somebody's own where the keyring was lost, and with it its anchor", async () => {
  await using core = await lightCore();
  await withTwo(core);
  await core.files.keyring.db.deleteFrom("anchor").execute();
  expect((await readRosters(core)).ok).toBe(true);
  await core.files.keyring.db.deleteFrom("anchor").execute();
  const own = await signed(first(member(eve, "caseworker")), undefined, signer(eve));
  await core.files.data.db.deleteFrom("roster").execute();
  await core.files.data.db.insertInto("roster").values({ version: 1, document: own.document }).execute();
  expect(await readRosters(core)).toEqual(REFUSED);
});

test("attack: the last roster taken away, so that somebody who left is back", async () => {
  await using core = await lightCore();
  const [one] = await withTwo(core);
  const { db } = core.files.data;
  const anchor = `1.${one.hash}.${core.mac("roster", "1", one.hash)}`;
  await db.deleteFrom("roster").where("version", "=", 2).execute();
  expect(await readRosters(core)).toEqual(REFUSED);
  // With the anchor of an old copy of the data file, too: the keyring has seen the later one.
  await db.updateTable("vault").set({ value: anchor }).where("name", "=", "roster").execute();
  expect(await readRosters(core)).toEqual(REFUSED);
});

test("attack: all of it deleted, so that somebody could found the vault anew", async () => {
  await using core = await lightCore();
  await withTwo(core);
  const { db } = core.files.data;
  await db.deleteFrom("roster").execute();
  expect(await readRosters(core)).toEqual(REFUSED);
  await db.deleteFrom("vault").where("name", "=", "roster").execute();
  expect(await readRosters(core)).toEqual(REFUSED);
});

test("where the program ended between the two files, it goes on", async () => {
  await using core = await lightCore();
  const one = await signed(first(member(ana, "caseworker")), undefined, signer(ana));
  await shelve(core, one);
  const two = await signed(after(one, member(ana, "caseworker"), member(bo, "caseworker")), one, signer(ana));
  await core.files.data.db.transaction().execute((db) => appendRoster(core, db, two));
  expect((await readRosters(core)).ok).toBe(true);
  await catchUpAnchor(core);
  const { value } = await core.files.keyring.db.selectFrom("anchor").select("value").executeTakeFirstOrThrow();
  expect(value).toContain(two.hash);
});
