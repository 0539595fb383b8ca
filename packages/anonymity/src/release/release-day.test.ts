import fc from "fast-check";
import { NINE_SECTORS, monthFrom, type Bulletin, type Level } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { UNKNOWN_RECRUITER, type Case } from "../case.ts";
import { coinsFrom, type Coins } from "../noise/coins.ts";
import { engineUnder, policyOf } from "./engine.fixture.ts";
import { DEFAULT_POLICY, policyHash } from "./policy.ts";
import { releaseDay, type Candidate, type ReleaseDayInput } from "./release-day.ts";
import { isReserved } from "./reserve.ts";
import { RULES } from "./rules.ts";
import { alike, at, caseloads, RUNS } from "./small-caseloads.fixture.ts";

const engine = engineUnder(RULES);

/** The same, however the names of what it is about are written. */
const renamed = (cases: readonly Case[], mark: string): readonly Case[] =>
  cases.map((one) => ({
    ...one,
    person: `${mark}${one.person}`,
    employer: one.employer === null ? null : `${mark}${one.employer}`,
    recruiter:
      one.recruiter === null || one.recruiter === UNKNOWN_RECRUITER ? one.recruiter : `${mark}${one.recruiter}`,
    node: `${mark}${one.node}`,
  }));

const what = ({ level, place, period, sector, origin }: Bulletin): string =>
  [level, place, period, sector, origin].join(" ");

describe("what a release day says depends on nothing but the cases themselves (P4)", () => {
  test("not on their order, nor on what persons, employers, recruiters and nodes are called", () => {
    fc.assert(
      fc.property(caseloads, fc.infiniteStream(fc.nat()), fc.boolean(), (cases, order, pooled) => {
        const shuffled = cases
          .map((one) => ({ one, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const [plain, others] = [
          engine.years(cases, { pooled }),
          engine.years(renamed(shuffled, "other "), { pooled }),
        ];
        expect(JSON.stringify(others.bulletins)).toBe(JSON.stringify(plain.bulletins));
        expect(others.audit).toEqual(plain.audit);
      }),
      { ...RUNS, numRuns: 40 },
    );
  });

  test("nor on the cases' ids, once their coins go by the new ones", () => {
    fc.assert(
      fc.property(caseloads, (cases) => {
        const coins = coinsFrom(Buffer.from("key"));
        const old: Coins = (label) => coins(label.map((part) => part.replace(/^new /, "")));
        const plain = engine.years(cases, {}, coins);
        const others = engine.years(
          cases.map((one) => ({ ...one, id: `new ${one.id}` })),
          {},
          old,
        );
        expect(others.bulletins).toEqual(plain.bulletins);
        expect(others.audit).toEqual(
          plain.audit.map(({ bulletin, members }) => ({ bulletin, members: members.map((id) => `new ${id}`) })),
        );
      }),
      { ...RUNS, numRuns: 20 },
    );
  });
});

/** One group of each size, of a sector of its own. */
const groupsOf = (sizes: readonly number[]): readonly Case[] =>
  sizes.flatMap((size, group) =>
    alike(size, (index) => ({
      id: `c${group} ${index}`,
      person: `p${group} ${index}`,
      employer: `e${group} ${index}`,
      sector: NINE_SECTORS.all[group] ?? "other",
    })),
  );

test("a higher k takes groups of the finest level away and adds none, and no group is below it (P5)", () => {
  const sizes = fc.array(fc.integer({ min: 8, max: 30 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 11, max: 24 }), fc.nat(1000), (sizes, k, seed) => {
      const cases = groupsOf(sizes);
      const higher = engine.quarter(cases, seed, policyOf({ k, kPublic: Math.max(20, k) }));
      const finest = (candidates: readonly Candidate[]) =>
        candidates.filter(({ bulletin }) => bulletin.level === "B0").map(({ bulletin }) => what(bulletin));
      expect(finest(engine.quarter(cases, seed))).toEqual(expect.arrayContaining(finest(higher)));
      for (const { bulletin, members } of higher) {
        expect(members.length).toBeGreaterThanOrEqual(k);
        expect(bulletin.threshold).toBe(k);
      }
    }),
    { ...RUNS, numRuns: 200 },
  );
});

describe("the order of a release day (P7)", () => {
  test("does not depend on what is said", () => {
    fc.assert(
      fc.property(caseloads, (cases) => {
        const silent = engine.years(cases.map((one) => ({ ...one, abuse: [] })));
        expect(silent.bulletins.map(what)).toEqual(engine.years(cases).bulletins.map(what));
      }),
      { ...RUNS, numRuns: 20 },
    );
  });

  test("is as likely to be one as another", () => {
    const groups = [
      ...alike(40),
      ...alike(40, (index) => ({ id: `d${index}`, person: `q${index}`, sector: "fishing" })),
    ];
    const first = Array.from({ length: 400 }, (_, seed) => engine.quarter(groups, seed)[0]?.bulletin.sector);
    const household = first.filter((sector) => sector === "household").length;
    expect(household).toBeGreaterThan(150);
    expect(household).toBeLessThan(250);
  });
});

const DAY: ReleaseDayInput = {
  end: monthFrom("2027-01") ?? 0,
  cases: [],
  reserved: new Set(),
  released: new Set(),
  dropped: new Map(),
  policy: DEFAULT_POLICY,
  pooled: false,
  coins: coinsFrom(Buffer.from("a release key")),
};
const levels = (day: Partial<ReleaseDayInput>): readonly Level[] =>
  releaseDay({ ...DAY, ...day }).map(({ bulletin }) => bulletin.level);
const crowd = alike(60, () => ({ verified: "2026-11" }));

describe("a release day", () => {
  test("that is run twice says nothing of anybody twice, whatever persons were found to be one in between (P3)", () => {
    fc.assert(
      fc.property(caseloads, fc.nat(20), (cases, merged) => {
        const day = { ...DAY, end: monthFrom("2026-01") ?? 0, cases };
        const released = new Set(releaseDay(day).flatMap(({ persons }) => persons));
        const one = `⟨person ${merged}⟩`;
        const both = `⟨person ${merged + 1}⟩`;
        const isOne = (person: string) => (person === both ? one : person);
        const again = releaseDay({
          ...day,
          end: monthFrom("2027-01") ?? 0,
          cases: cases.map((other) => ({ ...other, person: isOne(other.person) })),
          released: new Set([...released].map(isOne)),
        });
        const persons = again.flatMap((candidate) => candidate.persons);
        expect(persons.filter((person) => [...released].map(isOne).includes(person))).toEqual([]);
        expect(new Set(persons).size).toBe(persons.length);
      }),
      { ...RUNS, numRuns: 40 },
    );
  });

  test("opens only coarser levels to those whom an approver left out", () => {
    const droppedAt = (level: Level) => new Map(crowd.map(({ person }) => [person, level]));
    expect(levels({ cases: crowd })).toEqual(["B0"]);
    expect(levels({ cases: crowd, dropped: droppedAt("B0") })).toEqual(["B1"]);
    expect(levels({ cases: crowd, dropped: droppedAt("B2") })).toEqual(["B3"]);
    expect(levels({ cases: crowd, dropped: droppedAt("B6") })).toEqual(["B7"]);
    expect(levels({ cases: crowd, dropped: droppedAt("B7") })).toEqual([]);
  });

  test("counts nobody who was told that a record is kept for fourteen months, for longer", () => {
    const verifiedIn = (verified: string) => levels({ cases: crowd.map((one) => ({ ...one, verified })) });
    expect(verifiedIn("2025-11")).toEqual([]);
    expect(verifiedIn("2025-12")).toEqual(["B7"]);
    expect(verifiedIn("2026-01")).toEqual(["B3"]);
  });

  test("gives those who approve their reasons, and does not publish them", () => {
    const [candidate] = releaseDay({ ...DAY, cases: crowd });
    const { drawn, ...proof } = candidate?.proof ?? { drawn: 0 };
    expect(proof).toEqual({ policy: policyHash(DEFAULT_POLICY), people: 60, byEmployer: 60, byRecruiter: 60 });
    expect(drawn).toBeGreaterThanOrEqual(11);
    expect(candidate?.members).toEqual(crowd.map(({ id }) => id).toSorted());
    expect(candidate?.bulletin).toEqual({
      released: "2027-02-02",
      id: expect.stringMatching(/^[\da-f]{8}-/),
      level: "B0",
      place: "QA-DA",
      period: "2026-Q4",
      sector: "household",
      origin: "034",
      people: "50-99",
      // Noise may add a code that nobody has, and so nobody has to answer for one.
      abuse: expect.arrayContaining([{ code: "wages", share: "nearly_all" }]),
      threshold: 11,
      audience: "allies",
    });
  });

  test("counts the earliest case of a person", () => {
    const later = crowd.map((one) => ({
      ...one,
      id: `later ${one.id}`,
      verified: "2026-12",
      sector: "fishing" as const,
    }));
    const [candidate, ...others] = releaseDay({ ...DAY, cases: [...later, ...crowd] });
    expect([candidate?.bulletin.sector, candidate?.members.length, others]).toEqual(["household", 60, []]);
  });
});

test("one in four cases is held back, each by its own coin (R7)", () => {
  const coins = coinsFrom(Buffer.from("key"));
  const heldBack = (reserve: number) =>
    Array.from({ length: 4000 }, (_, id) => isReserved(coins, `c${id}`, policyOf({ reserve }))).filter(Boolean).length;
  expect(Math.abs(heldBack(0.25) / 4000 - 0.25)).toBeLessThan(0.03);
  expect(heldBack(1)).toBe(4000);
});

test("a centre whose cases are from abroad says so of that country", () => {
  const abroad = crowd.map((one) => ({ ...one, place: at("LB-BA") }));
  expect(releaseDay({ ...DAY, cases: abroad }).map(({ bulletin }) => bulletin.place)).toEqual(["LB-BA"]);
});
