import { region, monthFrom, LEVELS } from "@commonhall/domain";
import { describe as suite, expect, test } from "vitest";
import type { Case } from "../case.ts";
import { describe, LADDER, longestPeriod } from "./ladder.ts";

const month = (text: string): number => monthFrom(text) ?? Number.NaN;

suite("the ladder", () => {
  const one = { place: region("QA-DA"), sector: "fishing", origin: "034" } as unknown as Case;

  test("says less from step to step", () => {
    expect(LADDER.map(({ level }) => level)).toEqual(LEVELS);
    expect(LADDER.map((step) => [step.months, ...Object.values(describe(step, one) ?? {})])).toEqual([
      [3, "QA-DA", "fishing", "034"],
      [3, "QA-DA", "fishing", null],
      [3, "QA", "fishing", null],
      [12, "QA-DA", "fishing", null],
      [12, "QA", "fishing", null],
      [12, "QA", "land_and_sea", null],
      [12, "QA", null, null],
      [24, "QA", null, null],
    ]);
  });

  test("a case waits for a level that asks for nothing that it lacks", () => {
    const levels = (lacks: Partial<Case>) =>
      LADDER.filter((step) => describe(step, { ...one, ...lacks }) !== undefined).map(({ level }) => level);
    expect(levels({ origin: null })).toEqual(LEVELS.slice(1));
    expect(levels({ sector: null })).toEqual(["B6", "B7"]);
    expect(levels({ place: region("QA") ?? null })).toEqual(["B2", "B4", "B5", "B6", "B7"]);
    expect(levels({ place: null })).toEqual([]);
  });

  test("groups of several nodes are made of what no province could tell", () => {
    expect(LADDER.filter(({ pooled }) => pooled).map(({ level }) => level)).toEqual(["B2", "B4", "B5", "B6", "B7"]);
  });

  test("two-year periods end with even years, years with their quarters", () => {
    expect(["2026-04", "2026-07", "2026-10", "2027-01", "2028-01"].map((end) => longestPeriod(month(end)))).toEqual([
      3, 3, 3, 24, 12,
    ]);
  });
});
