import { describe as suite, expect, test } from "vitest";
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

  test("a quarter ends with the first month after it", () => {
    expect(quarterEnd(month("2026-12"))).toBe(month("2027-01"));
  });
});
