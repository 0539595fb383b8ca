import fc from "fast-check";
import { describe as suite, expect, test } from "vitest";
import { isReleaseHour, lastReleaseDate, nextReleaseDate, releaseDate, releaseDates, releaseTime } from "./calendar.ts";
import { monthFrom } from "./months.ts";
import { periodFrom } from "./periods.ts";

const month = (text: string): number => monthFrom(text) ?? Number.NaN;

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
        expect(lastReleaseDate(now)).toEqual(releaseDate(end - 3));
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
});

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
