import fc from "fast-check";
import { countryOf, ENGINE_CODES, sectorGroupOf, type Bulletin } from "@commonhall/domain";
import { expect } from "vitest";
import type { Case } from "../case.ts";
import { policyOf, type Engine, type Published } from "./engine.fixture.ts";
import { alike, at, caseloads, ineligible, RUNS } from "./small-caseloads.fixture.ts";

/*
 * What the engine promises (anonymity.md 5.2, 5.3, 6.1), said of its output alone and never with the engine's own
 * functions. Each throws where it does not hold, so that a rule that is switched off can be seen to break one.
 */

type Guarantee = (engine: Engine) => void;

const [K, K_PUBLIC, CAP] = [11, 20, 5];

const always = (engine: Engine, holds: (published: Published, cases: readonly Case[]) => void): void =>
  fc.assert(
    fc.property(caseloads, (cases) => holds(engine.years(cases), cases)),
    { ...RUNS, numRuns: 60, seed: 1 },
  );

/** Recomputed from 5.3: no more than the cap of one employer, or recruiter; null stands for `unknown` or for itself. */
function effective(tokens: readonly (string | null)[], cap = CAP): number {
  const counts = Object.values(
    Object.groupBy(
      tokens.filter((token) => token !== null),
      (token) => token,
    ),
  );
  const shared = counts.reduce((sum, group) => sum + Math.min(group?.length ?? 0, cap), 0);
  return shared + tokens.filter((token) => token === null).length;
}
const byEmployer = (members: readonly Case[]) => effective(members.map(({ employer }) => employer ?? "nobody knows"));
const byRecruiter = (members: readonly Case[]) => effective(members.map(({ recruiter }) => recruiter));

/** The months of `2026-Q1`, `2026` or `2025-2026`. */
function monthsOf(period: string): readonly string[] {
  const [first = "", quarter] = period.split("-Q");
  const [from = "", to = from] = first.split("-");
  const years = Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
  const months = years.flatMap((year) =>
    Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`),
  );
  return quarter === undefined ? months : months.slice(3 * Number(quarter) - 3, 3 * Number(quarter));
}

function isTrueOf({ place, period, sector, origin }: Bulletin, one: Case): boolean {
  const isThere = one.place === place || (one.place !== null && countryOf(one.place) === place);
  const isOfSector =
    sector === null || one.sector === sector || (one.sector !== null && sectorGroupOf(one.sector) === sector);
  return isThere && isOfSector && (origin === null || one.origin === origin) && monthsOf(period).includes(one.verified);
}

const share = (of: readonly boolean[]): number => of.filter(Boolean).length / of.length;
const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, seed) => seed);

/** P1, R1: enough people, and what is said is true of each. */
const enoughPeople: Guarantee = (engine) =>
  always(engine, ({ groups }) => {
    for (const { bulletin, members } of groups) {
      expect(members.length).toBeGreaterThanOrEqual(K);
      expect(new Set(members.map(({ person }) => person)).size).toBe(members.length);
      expect(members.filter((one) => !isTrueOf(bulletin, one))).toEqual([]);
    }
  });

/** P1, R3: of no one employer too many. */
const manyEmployers: Guarantee = (engine) =>
  always(engine, ({ groups }) => {
    for (const { members } of groups) {
      expect(byEmployer(members)).toBeGreaterThanOrEqual(K);
      expect(new Set(members.map(({ employer }) => employer)).size).toBeGreaterThanOrEqual(3);
    }
  });

/** P1, R3: of no one recruiter too many. */
const manyRecruiters: Guarantee = (engine) =>
  always(engine, ({ groups }) => {
    for (const { members } of groups) expect(byRecruiter(members)).toBeGreaterThanOrEqual(K);
  });

/** R1: what everybody may read is said of more. */
const morePeopleForThePublic: Guarantee = (engine) => {
  const published = engine.years(
    alike(400, (index) => ({ sector: index < 380 ? "household" : "fishing" })),
    {
      policy: policyOf({ audience: "public" }),
    },
  );
  expect(published.bulletins.map(({ audience }) => audience).toSorted()).toContain("public");
  fc.assert(
    fc.property(caseloads, (cases) => {
      const { groups } = engine.years(cases, { policy: policyOf({ audience: "public" }) });
      for (const { bulletin, members } of groups) {
        if (bulletin.audience === "public")
          expect(Math.min(byEmployer(members), byRecruiter(members))).toBeGreaterThanOrEqual(K_PUBLIC);
      }
      expect(engine.years(cases).bulletins.filter(({ audience }) => audience === "public")).toEqual([]);
    }),
    { ...RUNS, numRuns: 40, seed: 2 },
  );
};

/** R2: who adds made-up cases to a group cannot know when it is enough. */
const thresholdIsDrawn: Guarantee = (engine) => {
  // Of groups of eleven, half reach what is drawn for the finest level.
  const fine = share(seeds(400).map((seed) => engine.quarter(alike(K), seed)[0]?.bulletin.level === "B0"));
  expect(fine).toBeGreaterThan(0.42);
  expect(fine).toBeLessThan(0.58);
};

const CODED: readonly Case[] = alike(30, (index) => ({
  abuse: ENGINE_CODES.all.filter(
    (code) => (code === "debt" && index < 1) || (code === "rest" && index < 5) || code === "sexual",
  ),
}));

/** How often each code is shown of a group of thirty, of whom one has `debt`, five `rest`, all `sexual` and nobody `wages`. */
function shownOf(engine: Engine, code: string): number {
  const days = seeds(400).flatMap((seed) => engine.quarter(CODED, seed));
  return share(days.map(({ bulletin }) => bulletin.abuse.some((shown) => shown.code === code)));
}

/** R4: a code that nobody of thirty has is shown of one group in twelve, and one that one has of one in eight. */
const rareCodesAreLeftOut: Guarantee = (engine) => {
  expect(shownOf(engine, "wages")).toBeLessThan(0.13);
  expect(shownOf(engine, "debt")).toBeLessThan(0.17);
};

/** R4: one member more or less does not decide whether a code is shown. */
const codesAreNoised: Guarantee = (engine) => {
  expect(shownOf(engine, "rest")).toBeGreaterThan(0.5);
  expect(shownOf(engine, "rest")).toBeLessThan(0.75);
};

/** R4: nobody is known to have met with what brings shame because so many of a group have. */
const shameIsNotSaidOfAll: Guarantee = (engine) => expect(shownOf(engine, "sexual")).toBeLessThan(0.05);

/** P1, R5 */
const onlyWhoMayCount: Guarantee = (engine) =>
  always(engine, ({ groups }) => {
    const members = groups.flatMap((group) => group.members);
    expect(members.filter(({ consent }) => consent < "C2")).toEqual([]);
    expect(members.filter(({ adult, hold }) => !adult || hold)).toEqual([]);
  });

/** P2, R5: a case that may not count changes no byte of what is published. */
const othersDoNotInterfere: Guarantee = (engine) =>
  fc.assert(
    fc.property(caseloads, ineligible, fc.nat(), (cases, others, where) => {
      const among = cases.toSpliced(where % cases.length, 0, ...others);
      const [without, withThem] = [engine.years(cases), engine.years(among)];
      expect(JSON.stringify(withThem.bulletins)).toBe(JSON.stringify(without.bulletins));
      expect(withThem.audit).toEqual(without.audit);
    }),
    { ...RUNS, numRuns: 40, seed: 3 },
  );

/** R6: the day follows from the period, so it tells nothing of when anybody came. */
const timeFollowsFromPeriod: Guarantee = (engine) =>
  always(engine, ({ bulletins }) => {
    for (const { period, released } of bulletins) {
      const [year = 0, month = 0] = monthsOf(period).at(-1)?.split("-").map(Number) ?? [];
      // The second month after the last of the period; its first Tuesday.
      const days = seeds(7).map((day) => new Date(Date.UTC(year, month + 1, day + 1)));
      expect(released).toBe(
        days
          .find((day) => day.getUTCDay() === 2)
          ?.toISOString()
          .slice(0, 10),
      );
    }
  });

/** R7: to be released coarsely does not mean to be of a rare kind. */
const someAreHeldBack: Guarantee = (engine) => {
  for (const reserve of [0.25, 0.5]) {
    const { groups } = engine.years(alike(1200), { policy: policyOf({ reserve }) });
    const coarse = groups.filter(({ bulletin }) => bulletin.level >= "B6").flatMap(({ members }) => members);
    expect(Math.abs(coarse.length / 1200 - reserve)).toBeLessThan(0.05);
  }
};

/** P3, R8 */
const nobodyIsInTwo: Guarantee = (engine) =>
  always(engine, ({ groups }) => {
    const persons = groups.flatMap(({ members }) => members.map(({ person }) => person));
    expect(new Set(persons).size).toBe(persons.length);
  });

const PUBLISHED: Readonly<Record<keyof Bulletin, RegExp>> = {
  released: /^\d{4}-\d\d-\d\d$/,
  id: /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  level: /^B[0-7]$/,
  place: /^QA(-[A-Z]{2})?$/,
  period: /^\d{4}(-Q[1-4]|-\d{4})?$/,
  sector: /^(household|agriculture|fishing|home|land_and_sea|null)$/,
  origin: /^(034|035|null)$/,
  people: /^(11-19|20-49|50-99|100\+)$/,
  abuse: /^$/,
  threshold: /^11$/,
  audience: /^allies$/,
};

/** P6, R8: nothing but the fields of a bulletin, no exact count, and no word of any case. */
const nothingElseIsSaid: Guarantee = (engine) =>
  always(engine, ({ bulletins }, cases) => {
    for (const bulletin of bulletins) {
      expect(Object.keys(bulletin)).toEqual(Object.keys(PUBLISHED));
      const shown: Readonly<Record<string, unknown>> = { ...bulletin, abuse: "" };
      for (const [field, pattern] of Object.entries(PUBLISHED)) expect(String(shown[field])).toMatch(pattern);
      for (const { code, share: band, ...more } of bulletin.abuse) {
        expect(more).toEqual({});
        expect(ENGINE_CODES.all).toContain(code);
        expect(["some", "many", "most", "nearly_all"]).toContain(band);
      }
    }
    const skeleton = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
    const [text, bare] = [JSON.stringify(bulletins), skeleton(JSON.stringify(bulletins))];
    const words = cases.flatMap(({ id, person, employer, recruiter, node }) => [id, person, employer, recruiter, node]);
    expect(words.filter((word) => word !== null && (text.includes(word) || bare.includes(skeleton(word))))).toEqual([]);
  });

/** R10: nothing is said of a place in which few live. */
const fewAreNotNamed: Guarantee = (engine) =>
  fc.assert(
    fc.property(caseloads, (cases) => {
      const small = engine.years(cases, { policy: policyOf({ populations: { "QA-RA": 19_999, "QA-DA": 20_000 } }) });
      expect(small.groups.flatMap(({ members }) => members).filter(({ place }) => place === "QA-RA")).toEqual([]);
      expect(engine.years(cases, { policy: policyOf({ catchment: 9000 }) }).bulletins).toEqual([]);
      expect(engine.years(cases, { policy: policyOf({ populations: { QA: 9000 } }) }).bulletins).toEqual([]);
    }),
    { ...RUNS, numRuns: 30, seed: 4 },
  );

/** R10: no group is more than one in twenty of all such workers. */
const fewOfAllSuch: Guarantee = (engine) =>
  fc.assert(
    fc.property(caseloads, (cases) => {
      const estimates = [
        { place: at("QA-DA"), sector: "household", people: 300 },
        { place: at("QA"), sector: "land_and_sea", people: 240 },
      ] as const;
      for (const { bulletin, members } of engine.years(cases, { policy: policyOf({ estimates }) }).groups) {
        const { place, sector } = bulletin;
        if (place === "QA-DA" && sector === "household") expect(members.length).toBeLessThanOrEqual(15);
        const isOnLandOrSea = sector === "fishing" || sector === "agriculture" || sector === "land_and_sea";
        if (isOnLandOrSea) expect(members.length).toBeLessThanOrEqual(12);
      }
    }),
    { ...RUNS, numRuns: 40, seed: 5 },
  );

/** anonymity.md 5.6: whoever invents people in a pool gains nothing. */
const noNodeDecides: Guarantee = (engine) =>
  fc.assert(
    fc.property(caseloads, (cases) => {
      for (const { bulletin, members } of engine.years(cases, { pooled: true }).groups) {
        expect(["B2", "B4", "B5", "B6", "B7"]).toContain(bulletin.level);
        const nodes = [...new Set(members.map(({ node }) => node))];
        expect(nodes.length).toBeGreaterThanOrEqual(3);
        for (const liar of nodes) {
          const rest = members.filter(({ node }) => node !== liar);
          expect(Math.min(byEmployer(rest), byRecruiter(rest))).toBeGreaterThanOrEqual(K);
        }
      }
    }),
    { ...RUNS, numRuns: 40, seed: 6 },
  );

export const GUARANTEES = {
  enoughPeople,
  manyEmployers,
  manyRecruiters,
  morePeopleForThePublic,
  thresholdIsDrawn,
  rareCodesAreLeftOut,
  codesAreNoised,
  shameIsNotSaidOfAll,
  onlyWhoMayCount,
  othersDoNotInterfere,
  timeFollowsFromPeriod,
  someAreHeldBack,
  nobodyIsInTwo,
  nothingElseIsSaid,
  fewAreNotNamed,
  fewOfAllSuch,
  noNodeDecides,
};
