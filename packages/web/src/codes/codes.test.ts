import { COUNTRY_CODES, COUNTRY_PARTS, region, regionName, sector, sectorName } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { formValues } from "../layout/read-form.ts";
import { INTERFACE_LANGUAGES, wordsFor } from "../words/words.ts";
import { regionsFrom, sectorsFrom } from "./code-fields.ts";
import { countries, regionFrom, regionNames } from "./regions.ts";
import { DIVISIONS, sectorFrom, SECTIONS } from "./sectors.ts";

const words = wordsFor("en");

describe("sectors", () => {
  test("every section and every division of ISIC Rev. 4 is there, and nothing else is", () => {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTU"];
    const divisions = letters.flatMap((letter) =>
      Array.from({ length: 99 }, (_, number) => `${letter}${String(number + 1).padStart(2, "0")}`),
    );
    const real = [...letters, ...divisions].flatMap((code) => sector(`isic4:${code}`) ?? []);
    expect([...SECTIONS, ...DIVISIONS].toSorted()).toEqual(real.toSorted());
    expect([SECTIONS.length, DIVISIONS.length]).toEqual([21, 88]);
  });

  test("a class is called as its division is", () => {
    expect(sectorName(sector("isic4:C1410")!, "es")).toBe("Ropa y confección");
  });

  test("codes are read with and without the name of the list, in any case", () => {
    expect(["t97", "isic4:T97", "ISIC4:t97", " T97 "].map(sectorFrom)).toEqual(
      Array.from({ length: 4 }, () => "isic4:T97"),
    );
    expect(["", "97", "T41", "Z"].map(sectorFrom)).toEqual(Array.from({ length: 4 }, () => undefined));
  });

  test("a form's sectors are its ticks and its codes, each once", () => {
    const form = formValues([
      ["sectors", "isic4:T"],
      ["sectors", "isic4:F"],
      ["sectors-more", "t97، F c14"],
    ]);
    expect(sectorsFrom(form, words)).toEqual({ ok: true, value: ["isic4:T", "isic4:F", "isic4:T97", "isic4:C14"] });
    expect(sectorsFrom(formValues([["sectors-more", "T97 nonsense"]]), words)).toMatchObject({
      ok: false,
      error: [{ field: "sectors-more" }],
    });
  });
});

describe("regions", () => {
  test("every part of a country is found again as every language of the pages writes it", () => {
    for (const language of INTERFACE_LANGUAGES) {
      const lost = COUNTRY_PARTS.filter((code) => regionFrom(regionName(code, language)) !== code);
      expect(lost).toEqual([]);
    }
  });

  test.each([
    ["california", "US-CA"],
    ["Dubai", "AE-DU"],
    ["amazonas (perú)", "PE-AMA"],
    // Four countries have one.
    ["Amazonas", undefined],
    ["Amazonas (France)", undefined],
    ["Nowhere (Peru)", undefined],
  ])("the part of a country %s is %s", (typed, code) => {
    expect(regionFrom(typed)).toBe(code);
  });

  test("every country is found again by its name in every language of the pages", () => {
    for (const language of INTERFACE_LANGUAGES) {
      const all = countries(language);
      expect(all.length).toBe(COUNTRY_CODES.length);
      for (const { code, name } of all) expect([name, regionFrom(name)]).toEqual([name, code]);
    }
  });

  test.each([
    ["lebanon", "LB"],
    ["LÍBANO", "LB"],
    ["لبنان", "LB"],
    ["hong kong", "HK"],
    ["cote d'ivoire", "CI"],
    ["us-ca", "US-CA"],
    ["Atlantis", undefined],
    ["", undefined],
  ])("%s is %s", (text, code) => {
    expect(regionFrom(text)).toBe(code);
  });

  test("a part of a country says which, and the country beside it is not said twice", () => {
    expect(regionName(region("US-CA")!, "en")).toBe("California (United States)");
    expect(regionNames([region("LB")!, region("LB-BA")!, region("ID")!], "en")).toEqual([
      "Beirut (Lebanon)",
      "Indonesia",
    ]);
  });

  test("a wrong country is told at its own box", () => {
    const read = regionsFrom(
      formValues([
        ["region.0", "Lebanon"],
        ["region.1", "Atlantis"],
      ]),
      words,
    );
    expect(read).toMatchObject({
      ok: false,
      error: [{ field: "region.1", message: expect.stringContaining("Atlantis") }],
    });
  });
});
