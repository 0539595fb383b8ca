import { describe, expect, test } from "vitest";
import { languageName, ownName, regionName } from "./names.ts";
import { COUNTRY_CODES, region } from "./regions.ts";

describe("names of languages", () => {
  test.each([
    ["es", "Español"],
    ["ar", "العربية"],
    ["id", "Bahasa Indonesia"],
    ["rhg", "Ruáingga"],
    ["zh-Hans", "简体中文"],
    ["fil", "Filipino"],
    ["xx", "xx"],
  ])("%s calls itself %s", (tag, name) => {
    expect(ownName(tag).toLowerCase()).toBe(name.toLowerCase());
  });

  test("a language is named in another, and by its tag where nobody knows its name", () => {
    expect([languageName("am", "es"), languageName("xx", "es")]).toEqual(["amárico", "xx"]);
  });
});

describe("names of regions", () => {
  test("every country has one in every language, in English where a language has none", () => {
    for (const language of ["en", "es", "ar", "mam", "ksw", "not a tag"]) {
      for (const code of COUNTRY_CODES) expect(regionName(code, language)).not.toBe("");
    }
    expect(regionName(region("LB")!, "ksw")).toBe("Lebanon");
  });

  test.each([
    ["HK", "en", "Hong Kong"],
    ["PS", "ar", "فلسطين"],
    ["US", "es", "Estados Unidos"],
    ["GB", "en", "United Kingdom"],
    ["LB-BA", "en", "Beirut (Lebanon)"],
    ["LB-BA", "ar", "Beirut (لبنان)"],
    ["US-CA", "es", "California (Estados Unidos)"],
    ["LB-XX", "en", "Lebanon (LB-XX)"],
  ])("%s in %s is %s", (code, language, name) => {
    expect(regionName(region(code)!, language)).toBe(name);
  });
});
