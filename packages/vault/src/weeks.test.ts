import { DAY } from "@commonhall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { endOfWeek, startOfWeek, weekOf } from "./weeks.ts";

const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

test("weeks are those of ISO 8601", () => {
  for (const [date, expected] of [
    ["2026-11-22", "2026-W47"],
    ["2026-11-23", "2026-W48"],
    ["2027-01-03", "2026-W53"],
    ["2027-01-04", "2027-W01"],
    ["2024-12-30", "2025-W01"],
    ["2021-01-01", "2020-W53"],
  ] as const) {
    expect(weekOf(Date.parse(`${date}T12:00:00Z`)), date).toBe(expected);
  }
});

test("every moment lies in its week, and weeks compare as texts", () => {
  fc.assert(
    fc.property(time, time, (a, b) => {
      expect(startOfWeek(weekOf(a))).toBeLessThanOrEqual(a);
      expect(endOfWeek(weekOf(a))).toBeGreaterThan(a);
      expect(new Date(startOfWeek(weekOf(a))).getUTCDay()).toBe(1);
      expect(endOfWeek(weekOf(a)) - startOfWeek(weekOf(a))).toBe(7 * DAY);
      if (startOfWeek(weekOf(a)) < startOfWeek(weekOf(b))) expect(weekOf(a) < weekOf(b)).toBe(true);
    }),
  );
});
