import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ENGINE_CODES, ENGINE_FAMILIES, engineCodeOf, familyOf, isStigmatised } from "./engine-codes.ts";
import { codeList } from "./code-list.ts";
import { FEES } from "./fees.ts";
import { INDICATORS, indicatorDefinition } from "./indicators.ts";
import engine from "./lists/engine-codes.json" with { type: "json" };
import nine from "./lists/sectors-of-nine.json" with { type: "json" };
import { NINE_SECTORS, nineSectorOf, sectorGroupOf } from "./nine-sectors.ts";
import { OCCUPATIONS } from "./occupations.ts";
import { sector } from "./sectors.ts";
import { iloBase, kindsOf, VIOLATION_GROUPS, VIOLATION_KINDS } from "./violation-kinds.ts";
import { WORK_STATUSES } from "./work-statuses.ts";

const AT_THE_DESK = ["en", "es", "ar"];
const IN_THE_FORM = [...AT_THE_DESK, "fr", "id", "ne", "bn", "fil"];

const folder = join(import.meta.dirname, "lists");
const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

/** Every text of a list by language, wherever it stands. */
function texts(value: unknown): Record<string, string>[] {
  if (typeof value !== "object" || value === null) return [];
  if ("en" in value) return [value as Record<string, string>];
  return Object.values(value).flatMap(texts);
}

describe("the files of codes", () => {
  test.each(files)(
    "$name says where it is from, and every text of it is there in the languages of the desk",
    (file) => {
      const list: { list: string; source: string; version: string; codes: object } = JSON.parse(file.text);
      expect(`${list.list}.json`).toBe(file.name);
      expect(list.source.length).toBeGreaterThan(10);
      expect(list.version).not.toBe("");
      expect(texts(list).length).toBeGreaterThanOrEqual(Object.keys(list.codes).length);
      for (const text of texts(list)) {
        for (const language of AT_THE_DESK)
          expect([text["en"], language, (text[language] ?? "").trim()]).not.toContain("");
      }
    },
  );

  test("what a worker ticks has a name of its own in every language of the form, no two alike", () => {
    for (const language of IN_THE_FORM) {
      const labels = ENGINE_CODES.all.map((code) => ENGINE_CODES.label(code, language));
      expect(new Set(labels).size).toBe(16);
      if (language !== "en")
        for (const code of ENGINE_CODES.all) expect(engine.codes[code].label).toHaveProperty(language);
    }
  });

  test("each list is as long as its source", () => {
    const lists = [
      INDICATORS,
      VIOLATION_GROUPS,
      VIOLATION_KINDS,
      ENGINE_CODES,
      OCCUPATIONS,
      WORK_STATUSES,
      FEES,
      NINE_SECTORS,
    ];
    expect(lists.map(({ all }) => all.length)).toEqual([11, 14, 91, 16, 20, 8, 9, 9]);
    expect(ENGINE_FAMILIES.length).toBe(6);
  });

  test("a code is found as it is written and not otherwise, and is named in English where a language has no name", () => {
    expect([VIOLATION_KINDS.find("wage.unpaid"), VIOLATION_KINDS.find("fl08")]).toEqual(["wage.unpaid", "fl08"]);
    expect(["", "wage", "WAGE.UNPAID", "toString", "constructor"].map(VIOLATION_KINDS.find)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(FEES.label("fee.recruit", "ksw")).toBe("Recruitment fee");
    const list = codeList({ old: { label: { en: "Old" }, deprecated: true }, now: { label: { en: "Now" } } });
    expect([list.all, list.find("old")]).toEqual([["now"], "old"]);
  });
});

describe("the indicators of forced labour", () => {
  test("are the ILO's, in its order and wording, each with a definition of one sentence", () => {
    expect(INDICATORS.all.map((code) => [code, INDICATORS.label(code, "en")])).toEqual([
      ["fl01", "Abuse of vulnerability"],
      ["fl02", "Deception"],
      ["fl03", "Restriction of movement"],
      ["fl04", "Isolation"],
      ["fl05", "Physical and sexual violence"],
      ["fl06", "Intimidation and threats"],
      ["fl07", "Retention of identity documents"],
      ["fl08", "Withholding of wages"],
      ["fl09", "Debt bondage"],
      ["fl10", "Abusive working and living conditions"],
      ["fl11", "Excessive overtime"],
    ]);
    for (const code of INDICATORS.all) {
      for (const language of AT_THE_DESK) expect(indicatorDefinition(code, language)).toMatch(/^[^.؟?!]{20,}\.$/u);
    }
  });
});

describe("kinds of violations", () => {
  test("stand each in one group, which rests on the ILO", () => {
    const grouped = VIOLATION_GROUPS.all.flatMap(kindsOf);
    expect(grouped.toSorted()).toEqual(VIOLATION_KINDS.all.toSorted());
    for (const group of VIOLATION_GROUPS.all) expect(iloBase(group).length).toBeGreaterThan(0);
  });

  test("are each mapped to one code of the engine exactly once, or said never to leave the node", () => {
    const mapped = [...Object.values(engine.codes).flatMap(({ kinds }) => kinds), ...engine.never];
    expect(mapped.toSorted()).toEqual(VIOLATION_KINDS.all.toSorted());
    for (const kind of VIOLATION_KINDS.all) {
      expect([kind, engineCodeOf(kind) === undefined]).toEqual([kind, engine.never.includes(kind)]);
    }
    expect([engineCodeOf("mig.passportHeld"), engineCodeOf("fl01"), engineCodeOf("child.hazard")]).toEqual([
      "documents",
      undefined,
      undefined,
    ]);
  });

  test("codes of the engine stand in six families, and three of them are stigmatised", () => {
    expect(new Set(ENGINE_CODES.all.map(familyOf))).toEqual(new Set(ENGINE_FAMILIES));
    expect(ENGINE_CODES.all.filter(isStigmatised)).toEqual(["violence", "sexual", "organising"]);
  });
});

describe("sectors of nine", () => {
  test.each([
    ["isic4:T97", "household"],
    ["isic4:T9700", "household"],
    ["isic4:T98", "other"],
    ["isic4:A01", "agriculture"],
    ["isic4:A0311", "fishing"],
    ["isic4:A", "other"],
    ["isic4:F", "construction"],
    ["isic4:B07", "manufacturing"],
    ["isic4:C1410", "manufacturing"],
    ["isic4:H50", "transport"],
    ["isic4:N81", "care_cleaning"],
    ["isic4:N78", "other"],
    ["isic4:Q87", "care_cleaning"],
    ["isic4:I56", "hospitality"],
    ["isic4:G47", "other"],
  ])("%s lies in %s", (code, expected) => {
    expect(nineSectorOf(sector(code) ?? expect.fail())).toBe(expected);
  });

  test("name real sections and divisions, no two of them the same, and stand in four groups", () => {
    const parts = Object.values(nine.codes).flatMap(({ isic4 }) => isic4);
    expect(parts.filter((part) => sector(`isic4:${part}`) === undefined)).toEqual([]);
    expect(parts.filter((part) => parts.some((other) => other !== part && part.startsWith(other)))).toEqual([]);
    expect(new Set(NINE_SECTORS.all.map(sectorGroupOf)).size).toBe(4);
  });
});
