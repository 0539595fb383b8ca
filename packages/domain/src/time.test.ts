import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMonths, dateOf, DAY, isoInstant, plainDate, startOfDay, type PlainDate } from "./time.ts";

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`No day: ${text}`);
/** From the year 0 to 9999. */
const days = fc.integer({ min: -719_528, max: 2_932_896 }).map((number) => dateOf(number * DAY));
const months = fc.integer({ min: 0, max: 60 });

describe("a day", () => {
  test.each(["2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])("%s is one", (text) =>
    expect(plainDate(text)).toBe(text),
  );

  test.each([
    "2026-02-29",
    "1900-02-29",
    "2026-02-30",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-1-1",
    "22.11.2026",
    "2026-11-22T00:00:00Z",
    "+002026-11-22",
    "",
    " 2026-11-22",
    "2026-11-22\n",
    "２０２６-11-22",
  ])("%j is none", (text) => expect(plainDate(text)).toBeUndefined());

  test("begins at midnight UTC and is the day of every moment in it", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: DAY - 1 }), (date, after) => {
        expect(plainDate(date)).toBe(date);
        expect(dateOf(startOfDay(date) + after)).toBe(date);
      }),
    );
  });

  test("days stand in the order of their texts", () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        expect(a < b).toBe(startOfDay(a) < startOfDay(b));
      }),
    );
  });
});

describe("months later", () => {
  test.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2024-01-31", 1, "2024-02-29"],
    ["2026-11-30", 3, "2027-02-28"],
    ["2026-11-22", 3, "2027-02-22"],
    ["2026-12-31", 12, "2027-12-31"],
    ["0050-01-31", 1, "0050-02-28"],
    ["9999-11-15", 3, "9999-12-31"],
  ])("%s and %d months is %s", (date, count, expected) => expect(addMonths(day(date), count)).toBe(expected));

  test("is a day of the month that is meant, the same one or its last", () => {
    fc.assert(
      fc.property(days, months, (date, count) => {
        const [year = 0, month = 0, dayOfMonth = 0] = date.split("-").map(Number);
        const [laterYear = 0, laterMonth = 0, laterDay = 0] = addMonths(date, count).split("-").map(Number);
        const meant = year * 12 + month + count;
        fc.pre(meant <= 9999 * 12 + 12);
        expect(laterYear * 12 + laterMonth).toBe(meant);
        if (laterDay !== dayOfMonth)
          expect(
            plainDate(`${String(laterYear).padStart(4, "0")}-${String(laterMonth).padStart(2, "0")}-${laterDay + 1}`),
          ).toBeUndefined();
        expect(laterDay).toBeLessThanOrEqual(dayOfMonth);
      }),
    );
  });

  test("never comes earlier, and a later day never leads to an earlier one", () => {
    fc.assert(
      fc.property(days, days, months, (a, b, count) => {
        expect(addMonths(a, count) >= a).toBe(true);
        if (a <= b) expect(addMonths(a, count) <= addMonths(b, count)).toBe(true);
        expect(plainDate(addMonths(a, count))).toBe(addMonths(a, count));
      }),
    );
  });
});

test("an instant is written to the second, in UTC", () => {
  expect(isoInstant(Date.UTC(2026, 10, 22, 3, 8, 9, 999))).toBe("2026-11-22T03:08:09Z");
});
