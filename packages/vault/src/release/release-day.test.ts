import { DAY, HOUR } from "@commonhall/domain";
import { expect, test } from "vitest";
import {
  DAY_OF_RELEASE,
  LEBANON,
  made,
  POLICY,
  type ReleaseHall,
  releaseHall,
  signAll,
} from "../testing/release-hall.ts";

const refused = (type: string) => ({ ok: false, error: expect.objectContaining({ type }) });
const DONE = { ok: true, value: undefined };

test("a release day, from the coded records to the way out", async () => {
  await using hall = await releaseHall();
  const { vault } = hall;
  await hall.records(30);
  const pia = await made(hall);
  const view = await pia.day();
  expect(view?.candidates.map(({ release }) => release.type).toSorted()).toEqual([
    "bulletin",
    "statistics",
    "statistics",
  ]);
  const [bulletin] = view?.candidates.filter(({ release }) => release.type === "bulletin") ?? [];
  expect(bulletin?.proof).toMatchObject({ people: 30, byEmployer: 30 });
  await signAll(hall);
  await hall.until(1);
  expect(await vault.outlet.offered()).toEqual([]);
  await hall.until(0);
  const offered = await vault.outlet.offered();
  expect(offered).toHaveLength(3);
  for (const one of offered) {
    expect(await vault.approvals.areTwo(one)).toBe(true);
    expect(one.published).toBe(DAY_OF_RELEASE);
  }
  // Under the same ids and to the byte, until each was taken; then never again, and not after the clock was set back.
  expect(await vault.outlet.offered()).toEqual(offered);
  for (const { id } of offered) await vault.outlet.confirm(id);
  expect(await vault.outlet.offered()).toEqual([]);
  hall.clock.advance(-6 * DAY);
  expect(await vault.outlet.offered()).toEqual([]);
  expect(await (await hall.room("pia")).make()).toEqual(DONE);
  expect((await (await hall.room("pia")).day())?.candidates).toEqual([]);
  expect(await (await hall.room("ari")).released()).toHaveLength(3);
});

test("a day that is held twice gives the same candidates, and a day before the last one gives none", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  const pia = await made(hall);
  const first = await pia.day();
  expect(await pia.make()).toEqual(DONE);
  await hall.records(30);
  expect(await (await hall.room("ari")).make()).toEqual(DONE);
  expect(await pia.day()).toEqual(first);
  const vault = await hall.reopen();
  const again = (await vault.door.unlock("pia", "pia walks under seven green umbrellas")) as {
    value: { token: string };
  };
  const room = (await vault.door.desk("pia", again.value.token))?.release;
  expect(await room?.make()).toEqual(DONE);
  expect(await room?.day()).toEqual(first);
});

test("before the seven days and after the 48 hours nothing is made, and nothing is signed", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  await hall.until(7 * DAY + 1);
  const early = await hall.room("pia");
  expect(await early.make()).toEqual(refused("not the time"));
  await hall.until(7 * DAY);
  expect(await (await hall.room("pia")).make()).toEqual(refused("no policy"));
  await (await hall.room("pia")).setPolicy(POLICY);
  expect(await (await hall.room("pia")).make()).toEqual(DONE);
  hall.clock.set(DAY_OF_RELEASE - 48 * HOUR);
  const late = await hall.room("pia");
  for (const { id, may, dropped } of (await late.day())?.candidates ?? []) {
    expect([may, dropped]).toEqual([undefined, "not signed in time"]);
    expect(await late.accept(id)).toEqual(refused("not the time"));
  }
  await hall.vault.sweep();
  await hall.until(0);
  expect(await hall.vault.outlet.offered()).toEqual([]);
  expect(await late.make()).toEqual(refused("not the time"));
});

test("a day on which all is dropped lets nothing out, and is told of as a day that has come", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  const pia = await made(hall);
  const ari = await hall.room("ari");
  const { candidates = [] } = (await pia.day()) ?? {};
  const [one, ...others] = candidates;
  expect(await pia.drop(one!.id)).toEqual(DONE);
  for (const { id } of others) expect(await ari.drop(id)).toEqual(DONE);
  const before = await hall.vault.outlet.lastHour();
  await hall.until(0);
  expect([before, await hall.vault.outlet.lastHour()]).toEqual([Date.UTC(2026, 10, 3, 9), DAY_OF_RELEASE]);
  expect(await hall.vault.outlet.offered()).toEqual([]);
  expect(await pia.released()).toEqual([]);
});

test.each<[string, (hall: ReleaseHall) => Promise<unknown>]>([
  ["the clock has jumped", async ({ clock }) => clock.advance(40 * DAY)],
  ["everything is locked", ({ vault }) => vault.door.lockDown("ana")],
])("no day has come that anything could be told of while %s", async (_, happens) => {
  await using hall = await releaseHall();
  await happens(hall);
  expect(await hall.vault.outlet.lastHour()).toBeUndefined();
});

test.each([
  [
    { ...POLICY, k: 10 },
    { type: "weak", field: "k", least: 11 },
  ],
  [
    { ...POLICY, cap: 6 },
    { type: "weak", field: "cap", least: 1, most: 5 },
  ],
  [
    { ...POLICY, reserve: 0.2 },
    { type: "weak", field: "reserve", least: 0.25, most: 1 },
  ],
  [
    { ...POLICY, tables: 3 },
    { type: "weak", field: "tables", least: 0, most: 2 },
  ],
  [
    { ...POLICY, populations: { QA: 3_000_000 } },
    { type: "other country", field: "populations", place: "QA" },
  ],
  [
    { ...POLICY, catchment: Number.NaN },
    { type: "weak", field: "catchment", least: 1 },
  ],
])("a policy below the floor is refused: %j", async (policy, problem) => {
  await using hall = await releaseHall();
  expect(await (await hall.room("pia")).setPolicy(policy)).toEqual({ ok: false, error: problem });
  expect(await (await hall.room("pia")).day()).not.toHaveProperty("policy");
});

test("a centre whose catchment is small publishes statistics only", async () => {
  await using hall = await releaseHall();
  await hall.records(40);
  await hall.until(6 * DAY);
  const room = await hall.room("pia");
  await room.setPolicy({ country: LEBANON, catchment: 19_999 });
  await room.make();
  expect((await room.day())?.candidates.map(({ release }) => release.type)).toEqual(["statistics", "statistics"]);
});

test.each([
  ["and a sweep has found it", true],
  ["and no sweep has found it yet", false],
])("while the clock has jumped, %s, nothing is made, signed or released", async (_, isSwept) => {
  await using hall = await releaseHall();
  await hall.records(30);
  await made(hall);
  await signAll(hall);
  hall.clock.advance(40 * DAY);
  if (isSwept) await hall.vault.sweep();
  expect(await hall.vault.outlet.waitsForClock()).toBe(true);
  expect(await hall.vault.outlet.offered()).toEqual([]);
  const desk = await hall.desk("pia");
  expect(await desk.release.make()).toEqual(refused("clock"));
  await desk.confirmClock("2027-W10");
  expect(await hall.vault.outlet.offered()).toHaveLength(3);
});
