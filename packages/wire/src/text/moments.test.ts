import { momentOf, plainDate, type PlainDate } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { briefDay, briefMoment, dayInWords, isoInZone, spanInWords } from "./moments.ts";

const day = (text: string): PlainDate => {
  const date = plainDate(text);
  if (date === undefined) throw new Error(text);
  return date;
};
const starts = momentOf({ date: day("2026-11-28"), time: "08:00" }, "America/Los_Angeles");
const ends = momentOf({ date: day("2026-11-28"), time: "11:00" }, "America/Los_Angeles");
/** ICU separates with several kinds of space. */
const spaced = (text: string): string => text.replaceAll(/\s+/gu, " ");

describe("a moment in a short message", () => {
  test("names the day of the week and the time in UTC, in few characters", () => {
    const at = momentOf({ date: day("2026-11-29"), time: "20:00" }, "UTC");
    expect(spaced(briefMoment(at, "en"))).toBe("Sun 29 Nov, 20:00 UTC");
    expect(spaced(briefMoment(at, "es"))).toBe("dom, 29 nov, 20:00 UTC");
    expect(briefDay(day("2026-11-29"), "en")).toBe("29 Nov 2026");
  });
});

describe("a moment on the wire", () => {
  test("is the moment, to the second, in every time zone", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const moments = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(moments, zones, (at, timezone) => {
        const text = isoInZone(at, timezone);
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
        expect(Date.parse(text)).toBe(Math.floor(at / 1000) * 1000);
      }),
    );
  });

  test("is written with the offset that the clocks of the place have then", () => {
    expect(isoInZone(starts, "America/Los_Angeles")).toBe("2026-11-28T08:00:00-08:00");
    expect(isoInZone(Date.UTC(2026, 6, 1, 7), "America/Los_Angeles")).toBe("2026-07-01T00:00:00-07:00");
    expect(isoInZone(Date.UTC(2026, 6, 1), "Asia/Kathmandu")).toBe("2026-07-01T05:45:00+05:45");
    expect(isoInZone(Date.UTC(2026, 6, 1), "UTC")).toBe("2026-07-01T00:00:00+00:00");
  });
});

describe("a moment in words", () => {
  test("has weekday, day, month, year, both times and the zone", () => {
    const timezone = "America/Los_Angeles";
    expect(spaced(spanInWords({ starts, ends, timezone }, "en"))).toBe("Saturday, 28 November 2026, 08:00–11:00 GMT-8");
    expect(spaced(spanInWords({ starts, timezone }, "es"))).toBe("sábado, 28 de noviembre de 2026, 8:00 GMT-8");
  });

  test("is of the Gregorian calendar in every language", () => {
    expect(dayInWords(day("2026-11-28"), "th")).toContain("2026");
    expect(dayInWords(day("2026-11-28"), "fa")).toContain("۲۰۲۶");
    expect(dayInWords(day("2026-11-28"), "ar-SA")).toMatch(/2026|٢٠٢٦/);
  });

  test("is English where the machine knows no better, whatever language the machine itself speaks", () => {
    expect(dayInWords(day("2026-11-28"), "rhg")).toBe(dayInWords(day("2026-11-28"), "en"));
  });
});
