import {
  DAY,
  dateOf,
  gridOf,
  trusted,
  type AllyTerms,
  type OfferedAlliance,
  type PlainDate,
  type Timestamp,
} from "@commonhall/domain";
import fc from "fast-check";
import { allyAnswer, allyOffer, allyUndo } from "../allies/ally-documents.ts";
import type { JsonObject } from "../json.ts";
import { ADDRESSES } from "./actors.ts";

export const US = ADDRESSES.centre(trusted.handle("hall"));
export const PEER = trusted.actor("https://ally.example/centres/ally");

const cell = fc.record({ send: fc.boolean(), accept: fc.boolean(), passOn: fc.boolean() });
const grid = fc
  .tuple(cell, cell, cell)
  .map(([campaigns, calls, bulletins]) => gridOf((kind) => ({ campaigns, calls, bulletins })[kind]));
const day: fc.Arbitrary<PlainDate> = fc.integer({ min: 0, max: 40_000 }).map((days) => dateOf(days * DAY));
const purpose = fc.constantFrom("Domestic workers in both cities.", '<b>x</b> & "y"', "عمل مشترك", "</p><script>");

export const anyTerms: fc.Arbitrary<AllyTerms> = fc.record({ grid, until: day, purpose }, { requiredKeys: ["grid"] });

const second = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds): Timestamp => seconds * 1000);

/** As one of the two sees it. */
export const anyOffered: fc.Arbitrary<OfferedAlliance> = fc
  .record({ offeredBy: fc.constantFrom("us", "them"), offered: second, terms: anyTerms })
  .map(({ offeredBy, ...said }) => ({
    peer: PEER,
    offeredBy,
    offer: offeredBy === "us" ? ADDRESSES.activity("1") : trusted.activity("https://ally.example/activities/1"),
    relationship: offeredBy === "us" ? ADDRESSES.alliance("1") : trusted.object("https://ally.example/alliances/1"),
    ...said,
  }));

const made: OfferedAlliance = {
  peer: PEER,
  offer: ADDRESSES.activity("1"),
  relationship: ADDRESSES.alliance("1"),
  offeredBy: "us",
  offered: Date.UTC(2026, 10, 22),
  terms: { grid: gridOf(() => ({ send: true, accept: false, passOn: true })), until: dateOf(Date.UTC(2027, 0, 31)) },
};
const theirs: OfferedAlliance = {
  ...made,
  offeredBy: "them",
  offer: trusted.activity("https://ally.example/activities/1"),
  relationship: trusted.object("https://ally.example/alliances/1"),
};
const id = ADDRESSES.activity("2");

/** What two centres say to each other about being allies. */
export const ALLY_DOCUMENTS: readonly JsonObject[] = [
  allyOffer(US, made),
  allyAnswer("Accept", { id, us: US, made: theirs }),
  allyAnswer("Reject", { id, us: US, made: theirs }),
  allyUndo({ id, us: US, made }),
  allyUndo({ id, us: US, made: theirs, answer: ADDRESSES.activity("3") }),
];
