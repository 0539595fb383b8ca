import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { momentOf, wallTime } from "./time-zones.ts";
import { MINUTE, plainDate, type PlainDate } from "./time.ts";

function day(text: string): PlainDate {
  const date = plainDate(text);
  if (date === undefined) throw new Error(`No day: ${text}`);
  return date;
}
const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
/** 1990 to 2060, whole minutes. */
const moments = fc.integer({ min: 10_519_200, max: 47_335_680 }).map((minutes) => minutes * MINUTE);

describe("wall time", () => {
  test("what the wall shows at a moment leads back to it, or to the earlier of two that look alike", () => {
    fc.assert(
      fc.property(moments, zones, (at, zone) => {
        const shown = wallTime(at, zone);
        const back = momentOf(shown, zone);
        expect(wallTime(back, zone)).toEqual(shown);
        expect(back).toBeLessThanOrEqual(at);
      }),
    );
  });

  test("clocks that go back show an hour twice, and the first is meant", () => {
    expect(new Date(momentOf({ date: day("2026-10-25"), time: "02:30" }, "Europe/Madrid")).toISOString()).toBe(
      "2026-10-25T00:30:00.000Z",
    );
  });

  test("clocks that go forward leave an hour out, and what names it is as much later", () => {
    expect(new Date(momentOf({ date: day("2026-03-29"), time: "02:30" }, "Europe/Madrid")).toISOString()).toBe(
      "2026-03-29T01:30:00.000Z",
    );
  });

  test("a morning in Oakland, an evening in Kathmandu", () => {
    expect(new Date(momentOf({ date: day("2026-11-28"), time: "08:00" }, "America/Los_Angeles")).toISOString()).toBe(
      "2026-11-28T16:00:00.000Z",
    );
    expect(wallTime(Date.parse("2026-11-28T12:15:00Z"), "Asia/Kathmandu")).toEqual({
      date: "2026-11-28",
      time: "18:00",
    });
  });
});
