import { DAY, HOUR, plainDate, region } from "@commonhall/domain";
import { expect, test } from "vitest";
import { openCoded } from "../cases/coded-rows.ts";
import { openBox } from "../keys/boxes.ts";
import { newRegisterId } from "../ids.ts";
import { ENGLISH } from "../testing/light-vault.ts";
import {
  coreOf,
  DAY_OF_RELEASE,
  made,
  officerIn,
  type ReleaseHall,
  releaseHall,
  type Reported,
  signAll,
} from "../testing/release-hall.ts";
import { readItems } from "./release-items.ts";

const DONE = { ok: true, value: undefined };

const typesOf = (offered: readonly { readonly payload: string }[]): readonly string[] =>
  offered.map(({ payload }) => JSON.parse(payload).release.type).toSorted();

/** One living case among many, signed by two. */
async function signed(): Promise<ReleaseHall & { readonly one: Reported }> {
  const hall = await releaseHall();
  await hall.records(30);
  const one = await hall.report();
  await made(hall);
  await signAll(hall);
  return { ...hall, one };
}

const onTheDay = async (hall: ReleaseHall) => {
  hall.clock.set(DAY_OF_RELEASE);
  return hall.vault.outlet.offered();
};

test("nothing happens, and the group is released", async () => {
  await using hall = await signed();
  const ana = await hall.desk("ana");
  // A note says nothing of what was counted.
  await ana.cases.note(hall.one.id, "She will call on Sunday");
  expect(typesOf(await onTheDay(hall))).toEqual(["bulletin", "statistics", "statistics"]);
});

test.each([
  [
    "a consent is taken back with the code, while nobody is signed in",
    async ({ vault, one }) => expect(await vault.returnChannel.withdrawConsent(one.code)).toBe("done"),
    [],
  ],
  [
    "a consent is taken back at the counter",
    async ({ desk, one }) => {
      const consent = { level: "C0", language: ENGLISH, how: "phone", teachBack: true } as const;
      expect(await (await desk("ana")).cases.consent(one.id, consent)).toEqual(DONE);
    },
    [],
  ],
  [
    "two people hold the case",
    async ({ desk, one }) => {
      const until = plainDate("2027-06-01")!;
      await (await desk("ana")).cases.hold(one.id, { reason: "She wishes it", until });
      await (await desk("ana2")).cases.agreeToHold(one.id);
    },
    ["statistics", "statistics"],
  ],
  [
    "the case is erased, though it may still be counted",
    async ({ desk, one }) => expect(await (await desk("ana")).cases.erase(one.id)).toEqual(DONE),
    ["statistics", "statistics"],
  ],
  [
    "the case turns out to be of a child",
    async ({ desk, one }) =>
      expect(await (await desk("ana")).cases.code(one.id, { ...one.coding, adult: false })).toEqual(DONE),
    ["statistics", "statistics"],
  ],
] as const satisfies readonly (readonly [
  string,
  (hall: ReleaseHall & { readonly one: Reported }) => Promise<unknown>,
  readonly string[],
])[])("a group is not released where after both signatures %s", async (_, happens, left) => {
  await using hall = await signed();
  hall.clock.set(DAY_OF_RELEASE - 1 * HOUR);
  await happens(hall);
  const offered = await onTheDay(hall);
  expect(typesOf(offered)).toEqual(left);
  // Whatever is put back, it does not come again.
  await hall.vault.sweep();
  expect(await hall.vault.outlet.offered()).toEqual(offered);
});

test("once released the coded record is gone, and nothing of the case makes another", async () => {
  await using hall = await signed();
  const { one } = hall;
  await onTheDay(hall);
  const before = await (await hall.desk("ana")).cases.open(one.id);
  expect(before.ok).toBe(true);
  const ana = await hall.desk("ana");
  await ana.cases.code(one.id, { ...one.coding, person: newRegisterId() });
  await ana.cases.consent(one.id, { level: "C2", language: ENGLISH, how: "phone", teachBack: true });
  await hall.vault.returnChannel.withdrawConsent(one.code);
  await hall.records(20, { verified: "2027-01" });
  await hall.until(6 * DAY, Date.UTC(2027, 4, 4, 9));
  const pia = await hall.room("pia");
  expect(await pia.make()).toEqual(DONE);
  await using core = await coreOf(hall.folder, hall.clock);
  const counted = (await readItems(core)).flatMap(({ members, others }) => [...members, ...others]);
  expect(counted.length).toBeGreaterThan(0);
  expect(counted.map((each) => each.case)).not.toContain(one.id);
  expect(await core.files.data.db.selectFrom("coded").selectAll().where("case_id", "=", one.id).execute()).toHaveLength(
    1,
  );
});

test("what says that a case is in a bulletin dies with the case", async () => {
  await using hall = await signed();
  await onTheDay(hall);
  expect(await (await hall.desk("ana")).cases.erase(hall.one.id)).toEqual(DONE);
  await using core = await coreOf(hall.folder, hall.clock);
  const { db } = core.files.data;
  expect(await db.selectFrom("coded").selectAll().execute()).toEqual([]);
  expect(await db.selectFrom("case_word").selectAll().execute()).toEqual([]);
  const keys = await core.files.keyring.db.selectFrom("erase_key").select("id").execute();
  expect(keys.map(({ id }) => id)).not.toContain(hall.one.id);
});

test("a copy of the coded record, kept somewhere, opens no more once it is released", async () => {
  await using hall = await signed();
  await using core = await coreOf(hall.folder, hall.clock);
  const box = await openBox(core, await officerIn(core, "pia"), "coding");
  const copies = await core.files.data.db.selectFrom("coded").selectAll().execute();
  expect(await openCoded(core, copies[0]!, box!)).toBeDefined();
  await onTheDay(hall);
  for (const copy of copies) expect(await openCoded(core, copy, box!)).toBeUndefined();
});

test("what somebody dropped does not come back with an old copy of its row", async () => {
  await using hall = await signed();
  await using core = await coreOf(hall.folder, hall.clock);
  const { db } = core.files.data;
  const old = await db.selectFrom("release_item").selectAll().execute();
  const room = await hall.room("ari");
  for (const { id } of (await room.day())?.candidates ?? []) expect(await room.drop(id)).toEqual(DONE);
  for (const { id, erase_key, sealed } of old) {
    await db.updateTable("release_item").set({ erase_key, sealed }).where("id", "=", id).execute();
  }
  expect(typesOf(await onTheDay(hall))).toEqual([]);
});

test("somebody who was released turns out to be one of those who are about to be: that is not released", async () => {
  await using hall = await signed();
  await onTheDay(hall);
  for (const { id } of await hall.vault.outlet.offered()) await hall.vault.outlet.confirm(id);
  await hall.passes(9 * DAY);
  const person = newRegisterId();
  const fine = { verified: "2027-02", place: region("LB-BA")!, sector: "household", origin: region("NP")! } as const;
  await hall.records(30, fine);
  await hall.records(1, { ...fine, person });
  const may = Date.UTC(2027, 4, 4, 9);
  await hall.until(6 * DAY, may);
  expect(await (await hall.room("pia")).make()).toEqual(DONE);
  const formed = async () => {
    await using core = await coreOf(hall.folder, hall.clock);
    const items = await readItems(core);
    return items.filter(
      ({ members, release }) => release.type === "bulletin" && members.some((one) => one.person === person),
    );
  };
  const before = await formed();
  await signAll(hall);
  await (await hall.desk("ana")).cases.code(hall.one.id, { ...hall.one.coding, person });
  hall.clock.set(may);
  const out = new Set((await hall.vault.outlet.offered()).map(({ id }) => id));
  expect(before).toHaveLength(1);
  const [{ release }] = before as [(typeof before)[number]];
  expect(release.type === "bulletin" && out.has(release.bulletin.id)).toBe(false);
  expect((await formed()).map(({ state }) => state)).toEqual(["dropped"]);
  expect(out.size).toBe(2);
});
