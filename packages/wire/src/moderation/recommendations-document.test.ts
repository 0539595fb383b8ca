import { DOMAIN_LEVELS, trusted, type Recommendation } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRecommendations, recommendationsDocument } from "./recommendations-document.ts";

const CENTRE = trusted.actor("https://fed.example/centres/fed");
const NOW = Date.UTC(2026, 10, 22, 9);

const recommendation: fc.Arbitrary<Recommendation> = fc.record({
  host: fc.domain().map((name) => trusted.host(name)),
  level: fc.constantFrom(...DOMAIN_LEVELS),
  reason: fc.stringMatching(/^[a-z][a-z ,']{0,80}[a-z]$/),
  published: fc.integer({ min: 0, max: NOW / 1000 }).map((seconds) => seconds * 1000),
});

describe("a list of recommendations", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(fc.array(recommendation, { maxLength: 20 }), (recommendations) => {
        const id = `${CENTRE}/recommendations`;
        const document = recommendationsDocument({ id, centre: CENTRE, recommendations, updated: NOW });
        const read = readRecommendations(document, NOW);
        const reasons = recommendations.map((one) => ({ ...one, reason: one.reason.replace(/ +/g, " ") }));
        expect(read).toEqual({ ok: true, value: { by: CENTRE, recommendations: reasons } });
      }),
    );
  });

  test.each([
    ["no host", { domain: "", domainLevel: "refuse" }],
    ["a whole suffix", { domain: "example", domainLevel: "refuse" }],
    ["no level", { domain: "evil.example" }],
    ["a level that is none", { domain: "evil.example", domainLevel: "burn" }],
    ["a list of hosts", { domain: ["evil.example", "other.example"], domainLevel: "refuse" }],
  ])("loses an item with %s", (_, item) => {
    const json = { type: "OrderedCollection", attributedTo: CENTRE, orderedItems: [item, "text", null, 4] };
    expect(readRecommendations(json, NOW)).toMatchObject({ value: { recommendations: [] } });
  });

  test.each([{}, { type: "Note", attributedTo: CENTRE }, { type: "OrderedCollection" }])("is no list: %j", (json) => {
    expect(readRecommendations(json, NOW).ok).toBe(false);
  });
});
