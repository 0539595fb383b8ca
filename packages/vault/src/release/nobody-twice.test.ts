import { DAY, region } from "@commonhall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CaseId, newRegisterId, type RegisterId } from "../ids.ts";
import { ENGLISH } from "../testing/light-vault.ts";
import {
  coreOf,
  idsOf,
  LEBANON,
  POLICY,
  type ReleaseHall,
  releaseHall,
  type Reported,
  signAll,
} from "../testing/release-hall.ts";
import { readItems } from "./release-items.ts";

const DAYS = [Date.UTC(2027, 1, 2, 9), Date.UTC(2027, 4, 4, 9), Date.UTC(2027, 7, 3, 9), Date.UTC(2027, 10, 2, 9)];

/** What may happen to a case or a person, between release days and in the days before one. */
const happening = fc.record({
  what: fc.constantFrom("merge", "split", "consent", "withdraw", "note", "erase", "reopen", "report", "drop"),
  at: fc.nat({ max: 999 }),
  other: fc.nat({ max: 999 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly hall: ReleaseHall;
  readonly cases: Reported[];
  /** Everybody whom a case was ever said to be of. */
  readonly persons: Map<CaseId, Set<RegisterId>>;
  readonly erased: Set<CaseId>;
  readonly pool: readonly RegisterId[];
}

async function happens(world: World, { what, at, other }: Happening): Promise<void> {
  const { hall, cases, erased, pool } = world;
  const one = cases[at % cases.length];
  const person = pool[other % pool.length];
  if (what === "report" || one === undefined || person === undefined) return report(world, person);
  if (erased.has(one.id)) return;
  const { cases: desk } = await hall.desk("ana");
  const consent = { language: ENGLISH, how: "phone", teachBack: true } as const;
  switch (what) {
    case "merge":
      world.persons.get(one.id)?.add(person);
      return void (await desk.code(one.id, { ...one.coding, person }));
    case "split": {
      const alone = newRegisterId();
      world.persons.get(one.id)?.add(alone);
      return void (await desk.code(one.id, { ...one.coding, person: alone }));
    }
    case "consent":
      return void (await desk.consent(one.id, { level: "C2", ...consent }));
    case "withdraw":
      return void (await hall.vault.returnChannel.withdrawConsent(one.code));
    case "note":
      return void (await desk.note(one.id, "She called"));
    case "erase":
      erased.add(one.id);
      return void (await desk.erase(one.id));
    case "reopen":
      await desk.conclude(one.id, { outcome: "partly", text: "" });
      return void (await desk.reopen(one.id));
    case "drop": {
      const room = await hall.room("ari");
      const found = (await room.day())?.candidates ?? [];
      const candidate = found[at % Math.max(1, found.length)];
      if (candidate !== undefined) await room.drop(candidate.id);
    }
  }
}

async function report({ hall, cases, persons, pool }: World, person = pool[0]): Promise<void> {
  const place = region("LB-BA") ?? LEBANON;
  const one = await hall.report({ coding: person === undefined ? { place } : { place, person } });
  cases.push(one);
  persons.set(one.id, new Set(person === undefined ? [] : [person]));
}

interface Member {
  readonly bulletin: string;
  readonly case: CaseId;
  readonly person: string;
}

/** Who would be in what, as the program has it the moment before it forgets. */
async function membersOf(hall: ReleaseHall): Promise<readonly Member[]> {
  await using core = await coreOf(hall.folder, hall.clock);
  return (await readItems(core)).flatMap(({ release, state, members }) =>
    release.type === "bulletin" && state === "waiting"
      ? members.map((member) => ({ bulletin: release.bulletin.id, case: member.case, person: member.person }))
      : [],
  );
}

test("P3: over release days, merges, withdrawals and re-opened cases, no person is in two bulletins", async () => {
  let cameAgain = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(happening, { maxLength: 3 }), fc.array(happening, { maxLength: 1 })), {
        minLength: 3,
        maxLength: 3,
      }),
      async (quarters) => {
        await using hall = await releaseHall();
        const world: World = {
          hall,
          cases: [],
          persons: new Map(),
          erased: new Set(),
          pool: Array.from({ length: 5 }, newRegisterId),
        };
        const released: Member[] = [];
        await (await hall.room("pia")).setPolicy(POLICY);
        for (const [index, [before, after]] of quarters.entries()) {
          const day = DAYS[index] ?? 0;
          // Others who fill the groups, in the quarter that has just ended, each with a province and a sector.
          const verified = index === 0 ? "2026-12" : `2027-0${index * 3 - 1}`;
          await hall.records(18, { verified, place: region("LB-BA")!, sector: "household" });
          for (const person of world.pool.slice(0, 4)) await report(world, person);
          for (const each of before) await happens(world, each);
          await hall.until(6 * DAY, day);
          await (await hall.room("pia")).make();
          await signAll(hall);
          for (const each of after) await happens(world, each);
          hall.clock.set(day);
          const members = await membersOf(hall);
          const offered = await hall.vault.outlet.offered();
          const out = new Set(offered.map(({ id }) => id));
          const now = members.filter(({ bulletin }) => out.has(bulletin));
          expectNobodyTwice(world, released, now);
          cameAgain += released.filter((one) => world.pool.some((person) => person === one.person)).length;
          released.push(...now);
          for (const { id } of offered) await hall.vault.outlet.confirm(id);
        }
      },
    ),
    { numRuns: 5 },
  );
  // People who had been released did report again, or nothing was tried.
  expect(cameAgain).toBeGreaterThan(0);
});

function expectNobodyTwice({ hall, persons }: World, before: readonly Member[], now: readonly Member[]): void {
  expect(new Set(now.map((one) => one.case)).size).toBe(now.length);
  expect(new Set(now.map(({ person }) => person)).size).toBe(now.length);
  const there = new Set(idsOf(hall.folder));
  for (const one of now) {
    for (const earlier of before) {
      // Of a case that was erased, by hand or because its time was over, nothing is kept that could tell.
      if (!there.has(earlier.case)) continue;
      expect(one.case).not.toBe(earlier.case);
      const theirs = [earlier.person, ...(persons.get(earlier.case) ?? [])];
      expect(theirs).not.toContain(one.person);
    }
  }
}
