import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCountry, region } from "./regions.ts";
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
