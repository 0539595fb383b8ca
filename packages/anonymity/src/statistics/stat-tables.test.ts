import fc from "fast-check";
import { ENGINE_CODES, isStigmatised, NINE_SECTORS, monthFrom } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import type { Case } from "../case.ts";
import { coinsFrom } from "../noise/coins.ts";
import { policyOf } from "../release/engine.fixture.ts";
import { DEFAULT_POLICY } from "../release/policy.ts";
import { alike, at, caseloads, RUNS } from "../release/small-caseloads.fixture.ts";
import { statTables, type QuarterInput } from "./stat-tables.ts";

const QUARTER: QuarterInput = {
  end: monthFrom("2026-04") ?? 0,
  country: at("QA"),
  cases: [],
  counted: new Set(),
  policy: DEFAULT_POLICY,
  coins: coinsFrom(Buffer.from("key")),
};
const tablesOf = (quarter: Partial<QuarterInput>) => statTables({ ...QUARTER, ...quarter });

/** What the noise made of a cell, over many keys, in the mean: its own expectation is nothing. */
function meanCell(cases: readonly Case[], table: number, code: string): number {
  const drawn = Array.from({ length: 300 }, (_, seed) => {
    const { tables } = tablesOf({ cases, coins: coinsFrom(Buffer.from(`key ${seed}`)) });
    const cell = tables[table]?.cells.find((one) => one.code === code)?.people;
    return typeof cell === "number" ? cell : Number.NaN;
  });
  return drawn.reduce((sum, people) => sum + people, 0) / drawn.length;
}

describe("the two tables of a quarter (anonymity.md 5.7)", () => {
  test("have every cell, whatever there is to count, and no total", () => {
    fc.assert(
      fc.property(caseloads, (cases) => {
        const [bySector, byAbuse, ...more] = tablesOf({ cases }).tables;
        expect(more).toEqual([]);
        expect(Object.keys(bySector ?? {})).toEqual(["released", "place", "period", "by", "cells"]);
        expect([bySector?.by, bySector?.period, bySector?.released]).toEqual(["sector", "2026-Q1", "2026-05-05"]);
        expect(bySector?.cells.map(({ code }) => code)).toEqual(NINE_SECTORS.all);
        expect(byAbuse?.cells.map(({ code }) => code)).toEqual(ENGINE_CODES.all.filter((code) => !isStigmatised(code)));
        expect(byAbuse?.cells).toHaveLength(13);
        for (const { people } of [...(bySector?.cells ?? []), ...(byAbuse?.cells ?? [])])
          expect(people === "<11" || (Number.isInteger(people) && people >= 11)).toBe(true);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });

  test("count right but for noise", () => {
    const cases = alike(100, (index) => ({ mainAbuse: index < 60 ? "debt" : null }));
    expect(Math.abs(meanCell(cases, 0, "household") - 100)).toBeLessThan(0.4);
    expect(Math.abs(meanCell(cases, 1, "debt") - 60)).toBeLessThan(0.4);
    const cells = Array.from({ length: 60 }, (_, seed) => {
      const { tables } = tablesOf({ cases, coins: coinsFrom(Buffer.from(`key ${seed}`)) });
      return tables[0]?.cells[0]?.people;
    });
    expect(new Set(cells).size).toBeGreaterThan(3);
  });

  test("are of those who agreed, are of age, and are not on hold, of this country and quarter", () => {
    const none: readonly Partial<Case>[] = [
      { consent: "C0" },
      { adult: false },
      { hold: true },
      { place: at("LB-BA") },
      { place: null },
      { verified: "2026-04" },
      { verified: "2025-12" },
    ];
    for (const lacks of none) expect(tablesOf({ cases: alike(30, () => lacks) }).persons).toEqual([]);
    expect(tablesOf({ cases: alike(30, () => ({ consent: "C1" })) }).persons).toHaveLength(30);
  });

  test("count a person once: in one cell, of one quarter (ε = 2 in a lifetime)", () => {
    fc.assert(
      fc.property(caseloads, (cases) => {
        const first = tablesOf({ cases });
        expect(new Set(first.persons).size).toBe(first.persons.length);
        const next = tablesOf({ cases, end: monthFrom("2026-07") ?? 0, counted: new Set(first.persons) });
        expect(next.persons.filter((person) => first.persons.includes(person))).toEqual([]);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });

  test("are two at most, and spend nothing where there is none", () => {
    const cases = alike(30);
    expect(tablesOf({ cases, policy: policyOf({ tables: 1 }) }).tables.map(({ by }) => by)).toEqual(["sector"]);
    expect(tablesOf({ cases, policy: policyOf({ tables: 0 }) })).toEqual({ tables: [], persons: [] });
  });

  test("do not depend on the order of cases", () => {
    fc.assert(
      fc.property(caseloads, (cases) => {
        expect(tablesOf({ cases: cases.toReversed() }).tables).toEqual(tablesOf({ cases }).tables);
      }),
      { ...RUNS, numRuns: 20 },
    );
  });
});
