import { trusted, type PublishRefused } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { centre, payUp } from "../testing/fixtures.ts";
import { readerOf } from "../words/reader.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";
import { publishRefusal } from "./publish-refused.ts";

const [language] = centre.languages;
const day = payUp.ends;
const handle = trusted.handle("payup2026");

/** One of each: the compiler asks for those that are missing. */
const REFUSALS: Readonly<Record<PublishRefused["type"], PublishRefused>> = {
  "missing language": { type: "missing language", field: "demands[1]", language },
  "no demand": { type: "no demand" },
  "no target": { type: "no target" },
  "ends before it starts": { type: "ends before it starts", starts: day, ends: day },
  "ends in the past": { type: "ends in the past", ends: day, today: day },
  "runs too long": { type: "runs too long", ends: day, latest: day },
  "no place": { type: "no place" },
  "unknown time zone": { type: "unknown time zone", timezone: "Mars/Olympus" },
  "closed already": { type: "closed already" },
  "not running": { type: "not running", status: "closed" },
  "not suspended": { type: "not suspended", status: "running" },
  "nothing said of what changed": { type: "nothing said of what changed" },
  "no centre yet": { type: "no centre yet" },
  "handle taken": { type: "handle taken", handle },
  "handle cannot change": { type: "handle cannot change", handle },
  "unknown campaign": { type: "unknown campaign", name: "payup" },
  "campaign closed": { type: "campaign closed", name: "payup" },
  "not found": { type: "not found", id: payUp.id },
  "not of this kind": { type: "not of this kind", id: payUp.id, kind: "post" },
  "nobody would read it": { type: "nobody would read it" },
  "not for this ally": { type: "not for this ally", actor: centre.id },
  "audience cannot widen": { type: "audience cannot widen" },
  "too large": { type: "too large", bytes: 250_000, limit: 100_000 },
};

describe.each(INTERFACE_LANGUAGES)("in %s", (tongue) => {
  const reader = readerOf({ url: `/desk?lang=${tongue}` }, centre);

  test("every refusal has a sentence of its own", () => {
    const said = Object.values(REFUSALS).map((why) => publishRefusal(reader, why).message);
    expect(new Set(said).size).toBe(said.length);
    for (const sentence of said) expect(sentence).toMatch(/^.{20,}[.؟?]$/s);
  });
});

describe("a demand that lacks the language of the campaign", () => {
  const reader = readerOf({ url: "/desk?lang=en" }, centre);

  test("is named by its row in the form, and in the reader's words", () => {
    const why: PublishRefused = { type: "missing language", field: "demands[1]", language };
    expect(publishRefusal(reader, why, (demand) => demand * 2)).toEqual({
      field: "demand.2.en",
      message: "Demand 3 is missing in English, the language that the campaign is written in.",
    });
  });

  test("names that people typed cannot turn the sentence around", () => {
    const { message } = publishRefusal(reader, { type: "unknown campaign", name: "\u202Eevil" });
    expect(message).toContain("\u2068evil\u2069");
  });
});
