import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_POLICY, type Policy } from "@commonhall/anonymity";
import { DAY, LEVELS, type Region, region, nextReleaseDate } from "@commonhall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { boxReader, openBox } from "../keys/boxes.ts";
import { newCaseId, newRegisterId } from "../ids.ts";
import {
  coreOf,
  DAY_OF_RELEASE,
  LEBANON,
  made,
  officerIn,
  POLICY,
  type ReleaseHall,
  releaseHall,
  signAll,
} from "../testing/release-hall.ts";
import { readItems, sealItem, writeItem } from "./release-items.ts";
import { readLedger, withDay, writeLedger } from "./release-ledger.ts";
import { readPaper, writePaper } from "./release-papers.ts";
import { openRecords, runEngine } from "./run-engine.ts";
import { settleReleases } from "./settle-releases.ts";

const DONE = { ok: true, value: undefined };
const PLANTED = ["Maryam Haddadine", "Hotel Meridiana", "شركة النورس"];

/** Every byte of the vault, the logs too. */
const bytesOf = (folder: string): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString("latin1"))
    .join("\n");
const latin = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

test("names, groups, counts and who is in what stand nowhere in the files, before and after the day", async () => {
  await using hall = await releaseHall();
  await hall.records(19);
  const one = await hall.report({ story: PLANTED.join(" ") });
  const ana = await hall.desk("ana");
  await ana.register.add({ kind: "employer", name: PLANTED[1]! });
  const pia = await made(hall);
  const payloads = await membersAnd(hall);
  await signAll(hall);
  const expectNothing = () => {
    const bytes = bytesOf(hall.folder);
    for (const name of PLANTED) expect(bytes).not.toContain(latin(name));
    for (const word of ["bulletin", "heartbeat", "household", "LB-BA", "people", "11-19", '"members"', ...payloads])
      expect([word.slice(0, 40), bytes.includes(latin(word))]).toEqual([word.slice(0, 40), false]);
  };
  expectNothing();
  hall.clock.set(DAY_OF_RELEASE);
  const offered = await hall.vault.outlet.offered();
  expect(offered.length).toBeGreaterThan(0);
  for (const { id, payload } of offered) {
    // Nothing of what leaves is a name of this vault for anybody.
    for (const token of [one.id, one.coding.employer!]) expect(payload).not.toContain(token);
    await hall.vault.outlet.confirm(id);
  }
  expectNothing();
  expect(await pia.released()).not.toEqual([]);
});

const membersAnd = async (hall: ReleaseHall): Promise<readonly string[]> => {
  await using core = await coreOf(hall.folder, hall.clock);
  return (await readItems(core)).map(({ payload }) => payload);
};

test("when the day is over its release key and the exact counts are destroyed", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  await made(hall);
  await signAll(hall);
  await using core = await coreOf(hall.folder, hall.clock);
  const box = await openBox(core, await officerIn(core, "ari"), "coding");
  expect(await readPaper(core, "day 2027-02-02", box!)).toHaveProperty("key");
  const copy = await core.files.data.db.selectFrom("release_paper").selectAll().execute();
  hall.clock.set(DAY_OF_RELEASE);
  await hall.vault.outlet.offered();
  expect(await readPaper(core, "day 2027-02-02", box!)).toBeUndefined();
  // Nor does a copy of the row open.
  for (const row of copy)
    await core.files.data.db
      .insertInto("release_paper")
      .values(row)
      .onConflict((at) => at.doNothing())
      .execute();
  expect(await readPaper(core, "day 2027-02-02", box!)).toBeUndefined();
});

/** A run past the desk, with a key of the test. */
async function runIn(hall: ReleaseHall, changes: { readonly policy?: Policy; readonly country?: Region } = {}) {
  await using core = await coreOf(hall.folder, hall.clock);
  const box = await openBox(core, await officerIn(core, "pia"), "coding");
  const opened = await openRecords(core, box!, null);
  if (opened === "changed") throw new Error("changed");
  const dropped = (await readItems(core)).filter(({ state }) => state === "dropped");
  return runEngine(core, opened, {
    date: nextReleaseDate(hall.clock()),
    country: LEBANON,
    policy: DEFAULT_POLICY,
    key: new Uint8Array(32).fill(7),
    dropped,
    counted: new Set(),
    ...changes,
  });
}

const ineligible = fc.constantFrom(
  { adult: false },
  { hold: true },
  { verified: "2025-01" },
  { verified: "2027-01" },
  { consent: "C1" as const, adult: false },
);

test("P2: cases that may not count change no byte of what is formed of the others", async () => {
  await using hall = await releaseHall();
  await hall.records(14, { place: region("LB-BA")!, sector: "household" });
  await hall.records(14);
  const before = JSON.stringify(await runIn(hall));
  await fc.assert(
    fc.asyncProperty(fc.array(ineligible, { minLength: 1, maxLength: 12 }), async (cases) => {
      for (const changes of cases) await hall.records(1, changes);
      expect(JSON.stringify(await runIn(hall))).toBe(before);
    }),
    { numRuns: 5 },
  );
  // Of one who may be counted in statistics only, no group changes.
  await hall.records(5, { consent: "C1" });
  const { candidates } = await runIn(hall);
  expect(JSON.stringify(candidates)).toBe(JSON.stringify(JSON.parse(before).candidates));
});

test("who was in what was dropped is released on coarser levels only, under whatever name", async () => {
  await using hall = await releaseHall();
  const fine = { place: region("LB-BA")!, sector: "household" } as const;
  const person = newRegisterId();
  await hall.records(1, { ...fine, person });
  await hall.records(39, fine);
  const { candidates } = await runIn(hall);
  const [first] = candidates.toSorted(
    (one, other) => LEVELS.indexOf(one.bulletin.level) - LEVELS.indexOf(other.bulletin.level),
  );
  expect(first?.bulletin.level).toMatch(/B[0-2]/);
  await using core = await coreOf(hall.folder, hall.clock);
  const { bulletin, counted } = first!;
  await writeItem(
    core.files.data.db,
    await sealItem(core, {
      id: newCaseId(),
      day: nextReleaseDate(hall.clock()).date,
      release: { type: "bulletin", bulletin },
      payload: "",
      state: "dropped",
      droppedFor: "dropped by hand",
      members: counted,
      others: [],
      approval: null,
      withdrawal: null,
    }),
  );
  const gone = new Set(counted.map(({ case: id }) => id));
  const after = await runIn(hall);
  for (const { bulletin: next, counted: members } of after.candidates) {
    const again = members.some(({ case: id }) => gone.has(id));
    if (again) expect(LEVELS.indexOf(next.level)).toBeGreaterThan(LEVELS.indexOf(bulletin.level));
  }
  // A day later than its own it is known as long as there is a record of one of them.
  hall.clock.set(DAY_OF_RELEASE + DAY);
  await settleReleases(core);
  expect((await readItems(core)).map(({ state, members }) => [state, members.length])).toEqual([
    ["dropped", gone.size],
  ]);
  await core.files.data.db.deleteFrom("coded").execute();
  await settleReleases(core);
  expect(await readItems(core)).toEqual([]);
});

test("two tables leave in a quarter, and never a third, whoever signed it", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  await made(hall);
  await using core = await coreOf(hall.folder, hall.clock);
  const [table] = (await readItems(core)).filter(({ release }) => release.type === "statistics");
  const id = "5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11";
  const release = table!.release.type === "statistics" ? { ...table!.release, id } : table!.release;
  const payload = table!.payload.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, id);
  await writeItem(core.files.data.db, await sealItem(core, { ...table!, id: newCaseId(), release, payload }));
  await signAll(hall);
  hall.clock.set(DAY_OF_RELEASE);
  const types = (await hall.vault.outlet.offered()).map((one) => JSON.parse(one.payload).release.type);
  expect(types.toSorted()).toEqual(["bulletin", "statistics", "statistics"]);
});

test("nobody is counted in the tables of two quarters", async () => {
  await using hall = await releaseHall();
  const person = newRegisterId();
  await hall.report({ coding: { person } });
  await made(hall);
  await hall.passes(9 * DAY);
  await hall.report({ coding: { person } });
  await hall.report();
  await hall.until(6 * DAY, Date.UTC(2027, 4, 4, 9));
  expect(await (await hall.room("pia")).make()).toEqual(DONE);
  await using core = await coreOf(hall.folder, hall.clock);
  const tables = (await readItems(core)).filter(
    ({ day, release }) => day === "2027-05-04" && release.type === "statistics",
  );
  // The second case of somebody else, and not the one of whoever was counted before.
  expect(tables.map(({ members }) => members.map((one) => one.person === person))).toEqual([[false], [false]]);
});

test("records that somebody wrote into the file, an old one put back, and an old ledger form nothing", async () => {
  await using hall = await releaseHall();
  await hall.records(10);
  await using core = await coreOf(hall.folder, hall.clock);
  const { db } = core.files.data;
  const [row] = await db.selectFrom("coded").selectAll().execute();
  await db.updateTable("coded").set({ word: "invented" }).where("case_id", "=", row!.case_id).execute();
  await hall.until(6 * DAY);
  const pia = await hall.room("pia");
  await pia.setPolicy(POLICY);
  expect(await pia.make()).toEqual({ ok: false, error: { type: "changed" } });
  await db.updateTable("coded").set({ word: row!.word }).where("case_id", "=", row!.case_id).execute();
  const old = await db.selectFrom("vault").selectAll().where("name", "=", "release days").execute();
  expect(await pia.make()).toEqual(DONE);
  for (const { name, value } of old) await db.updateTable("vault").set({ value }).where("name", "=", name).execute();
  expect(await pia.make()).toEqual({ ok: false, error: { type: "changed" } });
  await db.deleteFrom("vault").where("name", "=", "release days").execute();
  expect(await pia.make()).toEqual({ ok: false, error: { type: "changed" } });
  expect(await readLedger(core)).toBe("changed");
  expect(await writeLedger(core, db, (ledger) => withDay(ledger, ledger.days[0]!))).toBeUndefined();
});

test("a paper that somebody else wrote is none", async () => {
  await using hall = await releaseHall();
  await using core = await coreOf(hall.folder, hall.clock);
  const pia = await officerIn(core, "pia");
  const [box, to] = [await openBox(core, pia, "coding"), await boxReader(core, pia, "coding")];
  await writePaper(core, core.files.data.db, "day x", to!, { said: 1 });
  expect(await readPaper(core, "day x", box!)).toEqual({ said: 1 });
  const rows = await core.files.data.db.selectFrom("release_paper").selectAll().execute();
  await core.files.data.db
    .insertInto("release_paper")
    .values({ ...rows[0]!, name: "day y" })
    .execute();
  expect(await readPaper(core, "day y", box!)).toBeUndefined();
});

test("after a vault came back from a backup of before a release day, nobody of before is released again", async () => {
  await using hall = await releaseHall();
  const person = newRegisterId();
  await hall.records(1, { person });
  await hall.records(19, { verified: "2027-02" });
  const restored = async (made = "") => {
    await using core = await coreOf(hall.folder, hall.clock);
    await core.files.keyring.db.insertInto("anchor").values({ name: "restored", value: made }).execute();
    await hall.reopen();
    const ledger = await readLedger(core);
    const left = await core.files.keyring.db.selectFrom("anchor").selectAll().where("name", "=", "restored").execute();
    await core.files.keyring.db.deleteFrom("anchor").where("name", "=", "restored").execute();
    return ledger === "changed" ? ledger : [ledger.notBefore, ledger.missed, left.length];
  };
  expect(await restored()).toEqual([null, null, 0]);
  // A clock that is behind the backup: nothing can be known yet.
  expect(await restored(String(hall.clock() + DAY))).toEqual([null, null, 1]);
  // Made in the week of the release day, and after it: all that was said is in it.
  await hall.until(-DAY);
  expect(await restored(String(DAY_OF_RELEASE + 1))).toEqual([null, null, 0]);
  // Of what a backup says of its moment only what fits the week that the vault knows is believed.
  expect(await restored(String(DAY_OF_RELEASE + 20 * DAY))).toEqual(["2027-01", "2027-02-02", 0]);
  expect(await restored(String(DAY_OF_RELEASE - 1))).toEqual(["2027-01", "2027-02-02", 0]);
  await using core = await coreOf(hall.folder, hall.clock);
  const box = await openBox(core, await officerIn(core, "pia"), "coding");
  const opened = await openRecords(core, box!, "2027-02");
  if (opened === "changed") throw new Error("changed");
  expect([opened.records.length, opened.released.has(person), opened.before.has(person)]).toEqual([19, true, true]);
});
