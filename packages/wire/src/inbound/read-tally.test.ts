import { languageTag, trusted, UNDETERMINED } from "@commonhall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tallyDocument } from "../campaigns/tally-document.ts";
import { ADDRESSES } from "../testing/actors.ts";
import { readTally } from "./read-tally.ts";

const hall = ADDRESSES.centre(trusted.handle("hall"));
const campaign = trusted.actor("https://ally.example/campaigns/wages");
const english = languageTag("en") ?? UNDETERMINED;
const at = Date.UTC(2026, 10, 22);
const told = (count: number) =>
  tallyDocument({
    id: ADDRESSES.tally("1"),
    centre: { id: hall, languages: [english] },
    campaign: { id: campaign, name: { [english]: "Wages" } },
    count,
    published: at,
    updated: at + 1000,
  });

test("a number of people comes back as it was told, with the time at which it was so", () => {
  fc.assert(
    fc.property(fc.nat(), (count) => {
      const document = told(count);
      expect(readTally(document, undefined)).toEqual({
        id: ADDRESSES.tally("1"),
        campaign,
        centre: hall,
        count,
        at: at + 1000,
        document: JSON.stringify(document),
      });
    }),
  );
});

test.each([
  ["fewer than nobody", { participantCount: -1 }],
  ["parts of people", { participantCount: 1.5 }],
  ["more than there are", { participantCount: 1e12 }],
  ["words", { participantCount: "many" }],
  ["somebody elsewhere as the one who counts", { attributedTo: "https://mill.example/centres/mill" }],
  ["no campaign", { context: null }],
  ["another kind", { kind: "CampaignPost" }],
])("%s is no number of people", (_, fields) => {
  expect(readTally({ ...told(5), ...fields }, undefined)).toBeUndefined();
});

test("whatever else stands there is passed over, and never an error", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(readTally(value as never, undefined)).toBeUndefined();
    }),
  );
});
