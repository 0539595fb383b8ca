import { isSameTerms, mirroredTerms, trusted, type AllyState, type OfferedAlliance } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseActivity } from "../inbound/parse-activity.ts";
import { offeredAlliance } from "../inbound/read-ally-offer.ts";
import { answeredAllyOffer, readAllyPage } from "../inbound/read-ally-page.ts";
import type { JsonObject } from "../json.ts";
import { ADDRESSES } from "../testing/actors.ts";
import { anyOffered, PEER, US } from "../testing/allies.ts";
import { allyAnswer, allyOffer, allyPage, allyUndo } from "./ally-documents.ts";

const ID = ADDRESSES.activity("2");
const STATES: readonly AllyState[] = ["offered", "received", "accepted", "declined", "ended"];

/** What `us` says, as the other one hears it. */
const heard = (document: JsonObject) => {
  const read = parseActivity(JSON.stringify(document));
  return read.ok ? read.value : expect.fail(JSON.stringify(read.error));
};

const fromTheirs = (made: OfferedAlliance): OfferedAlliance => ({
  ...made,
  peer: US,
  offeredBy: made.offeredBy === "us" ? "them" : "us",
  terms: mirroredTerms(made.terms),
});

const shown = ({ terms, ...made }: OfferedAlliance) => ({ ...made, grid: terms.grid, until: terms.until });

describe("what one says about being allies, the other one reads as the same, from its own side", () => {
  test("an offer with its terms", () => {
    fc.assert(
      fc.property(anyOffered, (any) => {
        const made = {
          ...any,
          offeredBy: "us",
          offer: ADDRESSES.activity("1"),
          relationship: ADDRESSES.alliance("1"),
        } as const;
        const said = heard(allyOffer(US, made));
        const offer = said.type === "Offer" && said.offer?.type === "ally" ? said.offer : expect.fail(said.type);
        const theirs = offeredAlliance(PEER, offer) ?? expect.fail("it is theirs");
        expect(shown(theirs)).toEqual(shown(fromTheirs(made)));
        expect(theirs.terms.purpose?.length ?? 0).toBeLessThanOrEqual(made.terms.purpose?.length ?? 0);
        expect(offeredAlliance(trusted.actor("https://third.example/centres/third"), offer)).toBeUndefined();
      }),
    );
  });

  test("a yes and a no, of exactly these terms", () => {
    fc.assert(
      fc.property(anyOffered, fc.constantFrom("Accept", "Reject"), (any, type) => {
        const made = theirOffer(any);
        const said = heard(allyAnswer(type, { id: ID, us: US, made }));
        if (said.type !== "Accept" && said.type !== "Reject") return expect.fail(said.type);
        expect([said.type, said.object]).toEqual([type, made.offer]);
        const repeated = answeredAllyOffer(said.raw, PEER) ?? expect.fail("it repeats the offer");
        const read = repeated.ok ? offeredAlliance(PEER, repeated.value) : expect.fail(repeated.error.type);
        expect(read && isSameTerms(read.terms, fromTheirs(made).terms)).toBe(true);
      }),
    );
  });

  test("an end, with the offer that it is the end of", () => {
    fc.assert(
      fc.property(anyOffered, (any) => {
        const ours = {
          ...any,
          offeredBy: "us",
          offer: ADDRESSES.activity("1"),
          relationship: ADDRESSES.alliance("1"),
        } as const;
        const said = heard(allyUndo({ id: ID, us: US, made: ours }));
        const undone = said.type === "Undo" ? said.object : expect.fail(said.type);
        expect(undone.id).toBe(ours.offer);
        expect(undone.offer?.type === "ally" && offeredAlliance(PEER, undone.offer)?.offer).toBe(ours.offer);

        const made = theirOffer(any);
        const answer = ADDRESSES.activity("3");
        const back = heard(allyUndo({ id: ID, us: US, made, answer }));
        expect(back).toMatchObject({ type: "Undo", object: { id: answer, type: "Accept", object: made.offer } });
      }),
    );
  });

  test("how they stand, on the page for the other one alone", () => {
    fc.assert(
      fc.property(anyOffered, fc.constantFrom(...STATES), (made, state) => {
        const row = { ...made, state, policy: made.terms.grid, since: made.offered, apart: false };
        const read = readAllyPage(allyPage("https://hall.example/centres/hall/allies/x", US, row), PEER, US);
        expect(read.ok && { ...shown(read.value.made), state: read.value.state }).toEqual({
          ...shown(fromTheirs(made)),
          state,
        });
        expect(readAllyPage(allyPage("https://hall.example/centres/hall/allies/x", US, row), US, PEER).ok).toBe(false);
      }),
    );
  });
});

const theirOffer = (any: OfferedAlliance): OfferedAlliance => ({
  ...any,
  offeredBy: "them",
  offer: trusted.activity("https://ally.example/activities/1"),
  relationship: trusted.object("https://ally.example/alliances/1"),
});
