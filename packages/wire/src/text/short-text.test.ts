import { languagesOf } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shortCall } from "../calls/short-call.ts";
import { shortCampaign } from "../campaigns/short-campaign.ts";
import { anyCall, anyCampaign } from "../testing/drafts.ts";
import { SHORT_LENGTHS, shortText } from "./short-text.ts";
import { smsParts } from "./sms.ts";

describe("a short text", () => {
  test("of any call has room in 160 and in 500 characters, in each of its languages", () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const language of languagesOf(call.text)) {
          for (const max of SHORT_LENGTHS) {
            const text = shortCall(call, language, max);
            expect(text.length).toBeLessThanOrEqual(max);
            expect(text.isWellFormed()).toBe(true);
            expect(text).not.toContain("\n");
            expect(text.endsWith(call.id)).toBe(call.audience.type === "public");
          }
        }
      }),
    );
  });

  test("of any campaign as well, with its address whole", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        for (const language of languagesOf(campaign.name)) {
          for (const max of SHORT_LENGTHS) {
            const text = shortCampaign(campaign, language, max);
            expect(text.length).toBeLessThanOrEqual(max);
            expect(text.endsWith(campaign.id)).toBe(true);
          }
        }
      }),
    );
  });

  test("pays for no typographic mark", () => {
    const parts = { heading: "Drill", details: "Bail: USD\u00A04,000", until: "Sun 29 Nov, 20:00\u202FUTC" };
    const text = shortText({ ...parts, text: "“We’re here” – they said…\nAnd so did we" }, 500);
    expect(text).toBe('Drill. "We\'re here" - they said... And so did we. Bail: USD 4,000. Sun 29 Nov, 20:00 UTC.');
    expect(smsParts(text).alphabet).toBe("GSM-7");
  });

  test("says all that it has room for, and first of all what it is, by when and where", () => {
    const parts = {
      heading: "Urgent: Solidarity call",
      text: "Twelve organisers were arrested at the picket this morning and nobody knows where they are",
      details: "What is needed: Lawyers: 3; Bail fund: USD 4,000",
      until: "Needed by: Sun 29 Nov, 20:00 UTC",
      url: "https://hall.example/calls/0199f0aa-0006-7000-8000-000000000006",
    };
    expect(shortText(parts, 500)).toBe(
      "Urgent: Solidarity call. Twelve organisers were arrested at the picket this morning and nobody knows where they are. " +
        "What is needed: Lawyers: 3; Bail fund: USD 4,000. Needed by: Sun 29 Nov, 20:00 UTC. " +
        "https://hall.example/calls/0199f0aa-0006-7000-8000-000000000006",
    );
    expect(shortText(parts, 160)).toBe(
      "Urgent: Solidarity call. Twelve organisers were arrested a... Needed by: Sun 29 Nov, 20:00 UTC. " +
        "https://hall.example/calls/0199f0aa-0006-7000-8000-000000000006",
    );
  });
});

describe("a short message", () => {
  test("costs what the network counts", () => {
    expect(smsParts("a".repeat(160))).toEqual({ alphabet: "GSM-7", units: 160, parts: 1 });
    expect(smsParts("a".repeat(161))).toEqual({ alphabet: "GSM-7", units: 161, parts: 2 });
    expect(smsParts("a".repeat(306)).parts).toBe(2);
    expect(smsParts("a".repeat(307)).parts).toBe(3);
    expect(smsParts("€".repeat(80))).toEqual({ alphabet: "GSM-7", units: 160, parts: 1 });
    expect(smsParts("ا".repeat(70))).toEqual({ alphabet: "UCS-2", units: 70, parts: 1 });
    expect(smsParts("ا".repeat(71)).parts).toBe(2);
    expect(smsParts("ا".repeat(160)).parts).toBe(3);
    expect(smsParts(`${"a".repeat(69)}’`)).toEqual({ alphabet: "UCS-2", units: 70, parts: 1 });
  });

  test("tears no character in two", () => {
    // 66 units and a pair do not go into 67.
    expect(smsParts(`${"ا".repeat(66)}👩${"ا".repeat(65)}👩`)).toMatchObject({ units: 135, parts: 3 });
    expect(smsParts(`${"a".repeat(152)}€${"a".repeat(152)}`)).toMatchObject({ units: 306, parts: 3 });
  });
});
