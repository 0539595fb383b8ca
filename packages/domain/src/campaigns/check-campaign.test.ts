import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trusted } from "../ids.ts";
import { textsFrom, type Texts } from "../texts.ts";
import { addMonths, dateOf, DAY, plainDate, type PlainDate } from "../time.ts";
import { translations, type CampaignDraft } from "./campaign.ts";
import { checkCampaign, RUNS_FOR_MONTHS } from "./check-campaign.ts";
import { isTag } from "./post.ts";

const NOW = Date.UTC(2026, 10, 22, 9);
const TODAY = dateOf(NOW);
const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(text);

function texts(entries: Record<string, string>): Texts {
  const result = textsFrom(entries);
  return result.ok ? result.value : expect.fail(JSON.stringify(result.error));
}

const DRAFT: CampaignDraft = {
  handle: trusted.handle("payup"),
  name: texts({ en: "Pay what you owe", id: "Bayar hak kami" }),
  summary: texts({ en: "2,000 workers are owed severance.", id: "…" }),
  regions: [],
  sectors: [],
  targets: [{ name: "A Brand", role: "brand" }],
  demands: [texts({ en: "Pay" }), texts({ id: "Jangan membalas", en: "No retaliation" })],
  translators: Object.fromEntries([["id", "Siti"]]),
};

const refusal = (draft: Partial<CampaignDraft>) => {
  const checked = checkCampaign({ ...DRAFT, ...draft }, NOW);
  return checked.ok ? undefined : checked.error;
};

describe("a campaign may be published", () => {
  test("without dates: from today, for three months", () => {
    expect(checkCampaign(DRAFT, NOW)).toEqual({ ok: true, value: { starts: "2026-11-22", ends: "2027-02-22" } });
  });

  test("with every text in the language of its name, which is named where one lacks", () => {
    expect(refusal({ summary: texts({ id: "…" }) })).toEqual({
      type: "missing language",
      field: "summary",
      language: "en",
    });
    expect(refusal({ demands: [texts({ en: "Pay" }), texts({ id: "Bayar" })] })).toEqual({
      type: "missing language",
      field: "demands[1]",
      language: "en",
    });
    expect(refusal({ name: texts({ id: "Bayar", en: "Pay" }) })).toMatchObject({ language: "id" });
  });

  test("with a demand of somebody", () => {
    expect(refusal({ demands: [] })).toEqual({ type: "no demand" });
    expect(refusal({ targets: [] })).toEqual({ type: "no target" });
  });

  test("not backwards, not in the past, not longer than three months", () => {
    expect(refusal({ starts: day("2026-12-01"), ends: day("2026-11-30") })).toMatchObject({
      type: "ends before it starts",
    });
    expect(refusal({ starts: day("2026-01-01"), ends: day("2026-11-21") })).toMatchObject({
      type: "ends in the past",
      today: TODAY,
    });
    expect(refusal({ ends: day("2027-02-23") })).toEqual({
      type: "runs too long",
      ends: "2027-02-23",
      latest: "2027-02-22",
    });
    expect(refusal({ starts: day("2020-01-01"), ends: TODAY })).toBeUndefined();
  });

  test("for exactly the dates that row C7 allows", () => {
    const near = fc.integer({ min: -200, max: 400 }).map((days) => dateOf(NOW + days * DAY));
    fc.assert(
      fc.property(fc.option(near, { nil: undefined }), fc.option(near, { nil: undefined }), (starts, ends) => {
        const checked = checkCampaign(
          { ...DRAFT, ...(starts === undefined ? {} : { starts }), ...(ends === undefined ? {} : { ends }) },
          NOW,
        );
        const from = starts ?? TODAY;
        const latest = addMonths(from > TODAY ? from : TODAY, RUNS_FOR_MONTHS);
        const isAllowed = ends === undefined || (ends >= from && ends >= TODAY && ends <= latest);
        expect(checked.ok).toBe(isAllowed);
        if (checked.ok) expect(checked.value).toEqual({ starts: from, ends: ends ?? latest });
      }),
    );
  });
});

test("the languages of a campaign: the original, and each other as far as it goes, with who put it there", () => {
  expect(translations(DRAFT)).toEqual([
    { language: "en", state: "original" },
    { language: "id", state: "partial", translator: "Siti" },
  ]);
  const demands = DRAFT.demands.map((demand) => ({ ...demand, id: "…" }));
  expect(translations({ ...DRAFT, demands: demands.map((demand) => texts(demand)) })[1]).toMatchObject({
    language: "id",
    state: "complete",
  });
  expect(translations({ ...DRAFT, demands: [...DRAFT.demands, texts({ en: "x", ar: "س" })] }).at(-1)).toEqual({
    language: "ar",
    state: "partial",
  });
});

describe("a tag", () => {
  test.each(["severance", "PayUp", "أجور", "賃金", "न्याय", "Paga_ya", "2026a"])("%s is one", (tag) =>
    expect(isTag(tag)).toBe(true),
  );
  test.each(["", "#x", "two words", "2026", "a-b", "a.b", "x".repeat(61), "a\u202eb", "<b>"])("%j is none", (tag) =>
    expect(isTag(tag)).toBe(false),
  );
});
