import { describe, expect, test } from "vitest";
import { languageTag, type LanguageTag } from "@commonhall/domain";
import { readCall } from "./call-file.ts";
import { parseYamlFile } from "./yaml-file.ts";

const en = languageTag("en") as LanguageTag;

const CALL = `kind: call
campaign: payup2026
urgency: immediate
text: { en: "Twelve organisers were arrested at the picket this morning.", id: Dua belas orang ditangkap. }
expires: 2026-11-29T20:00:00Z
needs:
  - { name: { en: Lawyers at the police station, id: Pengacara }, type: legal, quantity: 3 }
  - { name: Bail fund, type: money, quantity: 4000.50, unit: USD }
audience: allies
consent: { asked: 2026-11-22, language: id, how: in person }
`;

const read = (text: string) => {
  const file = parseYamlFile("call.yaml", text);
  return file.ok ? readCall(file.value, en) : file;
};
const refusals = (text: string): readonly string[] => {
  const result = read(text);
  return result.ok ? [] : result.error;
};
/** The file with one line said otherwise. */
const changed = (line: RegExp, by: string): string => {
  expect(CALL).toMatch(line);
  return CALL.replace(line, by);
};

describe("a call's file", () => {
  test("says what interface.md says, with exact quantities and the units that fit", () => {
    expect(read(CALL)).toEqual({
      ok: true,
      value: {
        campaign: "payup2026",
        urgency: "immediate",
        severity: "unknown",
        certainty: "unknown",
        exercise: false,
        text: { en: "Twelve organisers were arrested at the picket this morning.", id: "Dua belas orang ditangkap." },
        expires: Date.UTC(2026, 10, 29, 20),
        needs: [
          {
            name: { en: "Lawyers at the police station", id: "Pengacara" },
            type: "legal",
            quantity: 300,
            unit: "people",
          },
          { name: { en: "Bail fund" }, type: "money", quantity: 400_050, unit: "USD" },
        ],
        audience: { type: "allies" },
        regions: [],
        sectors: [],
        recognisable: true,
        consent: { asked: "2026-11-22", language: "id", how: "in person" },
      },
    });
  });

  test("is refused where nobody said that those who can be recognised were asked", () => {
    const without = changed(/^consent: .*\n/m, "");
    expect(refusals(without)).toEqual([
      expect.stringMatching(/consent: is missing; say how .* or recognisable: false/),
    ]);
    expect(read(`${without}recognisable: false\n`)).toMatchObject({ ok: true, value: { recognisable: false } });
    expect(refusals(`${without}recognisable: true\n`)).toHaveLength(1);
    expect(refusals(changed(/how: in person/, "how: by guessing"))).toEqual([
      expect.stringMatching(/line 10, consent.how: .* use one of in person, phone/),
    ]);
  });

  test("of a drill is never public", () => {
    const drill = `${changed(/audience: allies/, "audience: public")}exercise: true\n`;
    expect(refusals(drill)).toEqual([expect.stringMatching(/line 9, audience: a drill is never public/)]);
    expect(read(`${CALL}exercise: true\n`)).toMatchObject({ ok: true, value: { exercise: true } });
    expect(refusals(`${CALL}exercise: perhaps\n`)).toHaveLength(1);
  });

  test.each([
    ["quantity: 3", "quantity: 0"],
    ["quantity: 3", "quantity: -3"],
    ["quantity: 3", "quantity: 1.234"],
    ["quantity: 3", "quantity: 12345678901"],
    ["quantity: 3", "quantity: 1e12"],
    ["quantity: 3", "quantity: many"],
    ["quantity: 3", "quantity: .inf"],
    ["unit: USD", "unit: people"],
    ["unit: USD", "unit: dollars"],
    [", unit: USD", ""],
    ["type: legal", "type: prayers"],
    ["type: legal,", "type: legal, unit: places,"],
    ["urgency: immediate", "urgency: yesterday"],
    ["expires: 2026-11-29T20:00:00Z", "expires: 2026-11-29"],
    ["expires: 2026-11-29T20:00:00Z", "expires: 2026-11-29T20:00"],
    ["audience: allies", "audience: everyone"],
    ["en: Lawyers at the police station, ", ""],
  ])("with %s said as “%s” is refused with one sentence about it", (from, to) => {
    expect(CALL).toContain(from);
    expect(refusals(CALL.replace(from, to))).toHaveLength(1);
  });

  test.each(["urgency", "text", "expires", "audience"])("cannot do without its %s", (field) => {
    const [line = ""] = CALL.split("\n").filter((one) => one.startsWith(`${field}:`));
    expect(refusals(CALL.replace(`${line}\n`, ""))).toEqual([expect.stringContaining(`${field}: is missing`)]);
  });

  test("may name some allies, and say for whom they were asked", () => {
    const named = changed(/audience: allies/, 'audience: ["@hall@hall.example"]').replace(
      "in person }",
      "phone, audience: allies }",
    );
    expect(read(named)).toMatchObject({
      ok: true,
      value: {
        audience: { type: "named", addresses: ["@hall@hall.example"] },
        consent: { how: "phone", audience: { type: "allies" } },
      },
    });
  });
});
