import { COUNTRY_CODES, region, type Region } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { centre, NOW } from "../testing/fixtures.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { readerOf } from "../words/reader.ts";
import { LEADING_ZONES } from "./leading-zones.ts";
import { timeZoneOf, timeZonesOf, when } from "./times.ts";

const within = (...codes: string[]): { readonly regions: readonly Region[] } => ({
  regions: codes.flatMap((code) => region(code) ?? []),
});

describe("the clocks of a place", () => {
  test.each([
    ["LB", "Asia/Beirut"],
    ["ES", "Europe/Madrid"],
    ["ID-JK", "Asia/Jakarta"],
    ["HK", "Asia/Hong_Kong"],
    ["MY", "Asia/Kuala_Lumpur"],
  ])("of %s are those of %s", (code, zone) => expect(timeZoneOf(within(code))).toBe(zone));

  test("of several countries are those of the first, and of none those of the world", () => {
    expect(timeZoneOf(within("QA", "ES"))).toBe("Asia/Qatar");
    expect(timeZonesOf(within("QA", "ES"))).toEqual(["Asia/Qatar", "Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary"]);
    expect(timeZoneOf(within())).toBe("UTC");
  });

  test("every country with several zones has a leading one of its own, as far as people live there", () => {
    const several = COUNTRY_CODES.filter((code) => timeZonesOf(within(code)).length > 1);
    expect(several.length).toBeGreaterThan(20);
    expect(several.filter((code) => timeZoneOf(within(code)) !== LEADING_ZONES[code])).toEqual(["AQ", "UM"]);
    expect(Object.keys(LEADING_ZONES).filter((code) => !several.some((known) => known === code))).toEqual([]);
  });
});

describe("a moment is said as one would say it to a colleague", () => {
  const { ports } = deskPorts();
  const said = (at: string, language = "en") =>
    when({ ports, centre, reader: readerOf({ url: `/desk?lang=${language}` }, centre) }, Date.parse(at)).toString();

  test.each([
    ["2026-11-24T05:00:00Z", "today 07:00"],
    ["2026-11-23T22:30:00Z", "today 00:30"],
    ["2026-11-23T21:30:00Z", "Monday 23:30"],
    ["2026-11-29T12:00:00Z", "Sunday 14:00"],
    ["2026-03-08T12:00:00Z", "8 March at 14:00"],
    ["2025-12-31T12:00:00Z", "31 December 2025 at 14:00"],
  ])("%s is %s", (at, words) => expect(said(at)).toBe(`<time datetime="${at}">${words}</time>`));

  test("in other languages too", () => {
    expect(NOW).toBe(Date.parse("2026-11-24T09:30:00Z"));
    expect(said("2026-11-24T05:00:00Z", "es")).toContain("hoy 07:00");
    expect(said("2026-11-24T05:00:00Z", "ar")).toContain("اليوم 07:00 ص");
  });
});
