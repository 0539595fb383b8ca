import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ORIGINS, regionOfOrigin } from "./origins.ts";
import { COUNTRY_CODES, isCountry, region } from "./regions.ts";
import origins from "./lists/origins.json" with { type: "json" };
import { sectionOf, sector } from "./sectors.ts";

describe("a region", () => {
  test.each(["LB", "LB-BA", "US-CA", "ID-JK", "FR-75", "GB-ENG"])("%s is one", (code) =>
    expect(region(code)).toBe(code),
  );
  test.each([
    "",
    "lb",
    "XX",
    "UK",
    "LB-",
    "LB-ba",
    "LB-BEIR",
    "LBBA",
    "LB BA",
    "LB-B-A",
    "LB-BA ",
    "-LB",
    "L",
    "__",
    "LB-é",
  ])("%j is none", (code) => expect(region(code)).toBeUndefined());

  test("is a country of ISO 3166-1, alone or with a part of one to three letters or digits", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/), (code) => {
        expect(region(code) !== undefined).toBe(isCountry(code.slice(0, 2)));
      }),
    );
  });

  test("there are 249 countries, and the system's own list knows them all", () => {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const countries = letters.flatMap((first) => letters.map((second) => `${first}${second}`)).filter(isCountry);
    expect(countries).toHaveLength(249);
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect(countries.filter((code) => names.of(code) === undefined)).toEqual([]);
  });
});

describe("a sector", () => {
  test.each(["isic4:F", "isic4:F41", "isic4:T97", "isic4:C1410", "isic4:U99", "isic4:A01"])("%s is one", (code) =>
    expect(sector(code)).toBe(code),
  );
  test.each([
    "",
    "F",
    "isic4:",
    "isic4:V",
    "isic4:f",
    "isic3:F",
    "isic4:F4",
    "isic4:F412",
    "isic4:F40",
    "isic4:F44",
    "isic4:T41",
    "isic4:C34",
    "isic4:A00",
    "isic4:F41 ",
    "isic4:C14101",
  ])("%j is none", (code) => expect(sector(code)).toBeUndefined());

  test("every division stands in one section: 88 in 21", () => {
    const sections = [..."ABCDEFGHIJKLMNOPQRSTU"];
    const divisions = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));
    const known = divisions.map((division) =>
      sections.filter((section) => sector(`isic4:${section}${division}`) !== undefined),
    );
    expect(known.filter((found) => found.length > 1)).toEqual([]);
    expect(known.filter((found) => found.length === 1)).toHaveLength(88);
    for (const section of sections) expect(sectionOf(sector(`isic4:${section}`) ?? expect.fail())).toBe(section);
  });
});

describe("a part of the world", () => {
  test("holds every country but Antarctica, and none lies in two", () => {
    expect(COUNTRY_CODES.filter((country) => regionOfOrigin(country) === undefined)).toEqual(["AQ"]);
    const countries = ORIGINS.all.flatMap((origin) => origins.codes[origin].countries);
    expect(countries.toSorted()).toEqual(COUNTRY_CODES.filter((country) => country !== "AQ"));
    expect(ORIGINS.all.length).toBe(22);
  });

  test.each([
    ["NP", "034"],
    ["PH", "035"],
    ["MX", "013"],
    ["KE", "014"],
    ["TW", "030"],
  ])("%s lies in %s", (country, origin) => {
    expect(COUNTRY_CODES.filter((code) => code === country).map(regionOfOrigin)).toEqual([origin]);
  });

  test("that is divided further is none itself", () => {
    expect(["001", "002", "019", "202", "419", "142"].map(ORIGINS.find)).toEqual(Array.from({ length: 6 }));
  });
});
