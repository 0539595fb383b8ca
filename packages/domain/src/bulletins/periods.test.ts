import fc from "fast-check";
import { expect, test } from "vitest";
import { isReleaseHour, periodFrom } from "./periods.ts";

const at = (text: string) => Date.parse(text);

test("a quarter, a year and two years are spoken of on the release day a month after they end", () => {
  expect(periodFrom("2026-Q1")).toEqual({ months: 3, released: at("2026-05-05T09:00:00Z") });
  expect(periodFrom("2026-Q3")).toEqual({ months: 3, released: at("2026-11-03T09:00:00Z") });
  expect(periodFrom("2026-Q4")).toEqual({ months: 3, released: at("2027-02-02T09:00:00Z") });
  expect(periodFrom("2026")).toEqual({ months: 12, released: at("2027-02-02T09:00:00Z") });
  expect(periodFrom("2025-2026")).toEqual({ months: 24, released: at("2027-02-02T09:00:00Z") });
});

test.each(["2026-Q0", "2026-Q5", "2026-05", "26", "2026-2027", "2025-2027", "2026-2025", "", " 2026", "2026-Q1 "])(
  "%j is no period",
  (text) => expect(periodFrom(text)).toBeUndefined(),
);

test("a release hour is nine in the morning, UTC, of the first Tuesday of February, May, August or November", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1970, max: 2200 }), fc.integer({ min: 1, max: 4 }), (year, quarter) => {
      const hour = periodFrom(`${year}-Q${quarter}`)?.released ?? expect.fail("no period");
      const date = new Date(hour);
      expect(isReleaseHour(hour)).toBe(true);
      expect([date.getUTCDay(), date.getUTCHours(), date.getUTCDate() <= 7]).toEqual([2, 9, true]);
      expect([1, 4, 7, 10]).toContain(date.getUTCMonth());
      for (const other of [hour + 1, hour - 1, hour + 3_600_000, hour + 7 * 86_400_000, hour + 28 * 86_400_000]) {
        expect(isReleaseHour(other)).toBe(false);
      }
    }),
  );
});
