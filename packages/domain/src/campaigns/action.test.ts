import { describe, expect, test } from "vitest";
import { trusted } from "../ids.ts";
import { textsFrom, type Texts } from "../texts.ts";
import { HOUR } from "../time.ts";
import { ACTION_TYPES, checkAction, isGathering, isTimeZone, type ActionDraft, type ActionType } from "./action.ts";

function texts(entries: Record<string, string>): Texts {
  const result = textsFrom(entries);
  return result.ok ? result.value : expect.fail(JSON.stringify(result.error));
}

const STARTS = Date.UTC(2026, 10, 28, 16);

const PICKET: ActionDraft = {
  campaign: trusted.actor("https://hall.example/campaigns/payup"),
  type: "picket",
  name: texts({ en: "Picket at BuildCo", es: "Piquete en BuildCo" }),
  text: texts({ en: "Bring signs." }),
  starts: STARTS,
  ends: STARTS + 3 * HOUR,
  timezone: "America/Los_Angeles",
  place: { name: "1200 Broadway" },
};

function refusal(draft: Partial<ActionDraft>): unknown {
  const checked = checkAction({ ...PICKET, ...draft });
  return checked.ok ? undefined : checked.error;
}

describe("an action may be announced", () => {
  test("with a text in the language of its name", () => {
    expect(refusal({})).toBeUndefined();
    expect(refusal({ text: texts({ es: "…" }) })).toEqual({ type: "missing language", field: "text", language: "en" });
    expect(refusal({ name: texts({ es: "Piquete", en: "Picket" }) })).toMatchObject({ language: "es" });
  });

  test("that ends after it starts, or at no time that is known", () => {
    expect(refusal({ ends: STARTS })).toEqual({ type: "ends before it starts" });
    expect(refusal({ ends: STARTS - 1 })).toEqual({ type: "ends before it starts" });
    const { ends: _, ...open } = PICKET;
    expect(checkAction(open).ok).toBe(true);
  });

  test("at a place, where people gather at one: a strike is everywhere", () => {
    const { place: _, ...nowhere } = PICKET;
    const refused = ACTION_TYPES.filter((type) => !checkAction({ ...nowhere, type }).ok);
    expect(refused).toEqual(["rally", "picket", "meeting"] satisfies ActionType[]);
    expect(ACTION_TYPES.filter(isGathering)).toEqual(["rally", "picket", "meeting", "strike"] satisfies ActionType[]);
  });

  test("in a time zone that there is", () => {
    expect(refusal({ timezone: "Mars/Olympus" })).toEqual({ type: "unknown time zone", timezone: "Mars/Olympus" });
    for (const timezone of ["Asia/Jakarta", "Europe/Kyiv", "UTC"]) expect(isTimeZone(timezone)).toBe(true);
    for (const timezone of ["", "Jakarta", "__proto__", "Asia/Jakarta "]) expect(isTimeZone(timezone)).toBe(false);
  });
});
