import fc from "fast-check";
import { region } from "@commonhall/domain";
import { describe as suite, expect, test } from "vitest";
import type { Case } from "../case.ts";
import { LEVELS } from "../bulletin.ts";
import { nextReleaseDate, releaseDate, releaseDates, releaseTime } from "./calendar.ts";
import { describe, LADDER, longestPeriod } from "./ladder.ts";
import { monthFrom, periodBefore, quarterEnd } from "./months.ts";

const month = (text: string): number => monthFrom(text) ?? Number.NaN;

suite("months", () => {
  test.each(["2026-3", "2026-00", "2026-13", "26-03", "0000-01", "2026-03-01", " 2026-03", "2026-03\n", ""])(
    "%j is none",
    (text) => expect(monthFrom(text)).toBeUndefined(),
  );

  test("follow each other from January of the year 1", () => {
    expect([month("0001-01"), month("0001-12"), month("0002-01"), month("2026-03")]).toEqual([0, 11, 12, 24_302]);
  });

  test("periods are told as the quarter, the year and the two years that have just ended", () => {
    expect([3, 12, 24].map((length) => periodBefore(month("2027-01"), length as 3))).toEqual([
      "2026-Q4",
      "2026",
      "2025-2026",
    ]);
    expect(periodBefore(month("2026-04"), 3)).toBe("2026-Q1");
  });
});

suite("release days (R6)", () => {
  test("are the first Tuesdays of February, May, August and November, at nine", () => {
    const dates = [...releaseDates(month("2026-10"), month("2027-11"))].map(({ date }) => date);
    expect(dates).toEqual(["2027-02-02", "2027-05-04", "2027-08-03", "2027-11-02"]);
    expect(new Date(releaseTime(releaseDate(month("2027-01")).date)).toISOString()).toBe("2027-02-02T09:00:00.000Z");
  });

  test("until the end of the month that was asked for, and not a day longer", () => {
    expect([...releaseDates(month("2026-10"), month("2027-01"))]).toEqual([]);
    expect([...releaseDates(month("2026-10"), month("2027-02"))]).toHaveLength(1);
  });

  test("the next one is the first whose hour is still to come", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }), (now) => {
        const { date, end } = nextReleaseDate(now);
        const dayBefore = releaseDate(end - 3).date;
        expect(releaseTime(date)).toBeGreaterThan(now);
        expect(releaseTime(dayBefore)).toBeLessThanOrEqual(now);
        expect(releaseDate(end).date).toBe(date);
        const day = new Date(releaseTime(date));
        expect([day.getUTCDay(), [1, 4, 7, 10].includes(day.getUTCMonth()), day.getUTCDate() <= 7]).toEqual([
          2,
          true,
          true,
        ]);
      }),
    );
  });

  test("two-year periods end with even years, years with their quarters", () => {
    expect(["2026-04", "2026-07", "2026-10", "2027-01", "2028-01"].map((end) => longestPeriod(month(end)))).toEqual([
      3, 3, 3, 24, 12,
    ]);
    expect(quarterEnd(month("2026-12"))).toBe(month("2027-01"));
  });
});

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
});
