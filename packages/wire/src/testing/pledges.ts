import {
  intentOf,
  languageTag,
  quantityFrom,
  trusted,
  unitFor,
  type Agreed,
  type Declined,
  type OfferedPledge,
  type Texts,
  type Timestamp,
  type Unit,
} from "@commonhall/domain";
import fc from "fast-check";
import {
  acceptDocument,
  agreementDocument,
  confirmationDocument,
  offerDocument,
  readDocument,
  rejectDocument,
  undoOfferDocument,
} from "../pledges/pledge-documents.ts";
import type { JsonObject } from "../json.ts";
import { ADDRESSES } from "./actors.ts";

/** Our centre offers for somebody's call, and they answer; ids as ours are. */
const PLEDGER = ADDRESSES.centre(trusted.handle("hall"));
const CALLER = trusted.actor("https://ally.example/centres/ally");
const CALL = trusted.object("https://ally.example/calls/1");
export const NEED = trusted.object(`${CALL}/needs/1`);

const second = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds): Timestamp => seconds * 1000);
const spoken = fc.constantFrom("Two of us.", "سنأتي غدًا", '<b>x</b> & "y"', "first\nsecond\n\nthird", "</p><script>");
const words: fc.Arbitrary<Texts> = fc
  .uniqueArray(fc.constantFrom("en", "es", "ar"), { minLength: 1 })
  .chain((languages) => fc.record(Object.fromEntries(languages.map((language) => [language, spoken]))));

const quantity = fc.oneof(
  fc.integer({ min: 1, max: 999_999_999 }).map(String),
  fc.integer({ min: 1, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2)),
);

const dollars = must(unitFor("money", "USD"));
const people = fc.integer({ min: 1, max: 9_999_999 }).map(String);
const kind: fc.Arbitrary<{ readonly unit: Unit; readonly amount: string }> = fc.oneof(
  people.map((amount) => ({ unit: "people" as const, amount })),
  quantity.map((amount) => ({ unit: dollars, amount })),
);

const optional = <T extends object>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

export const anyPledge: fc.Arbitrary<OfferedPledge> = fc
  .record({ kind, text: optional(words), offered: second, uuid: fc.uuid() })
  .map(({ kind: { unit, amount }, text, offered, uuid }) => ({
    id: ADDRESSES.pledge(uuid),
    call: CALL,
    need: NEED,
    intent: intentOf(NEED),
    pledger: PLEDGER,
    caller: CALLER,
    quantity: must(quantityFrom(amount)),
    unit,
    offered,
    ...(text === undefined ? {} : { text }),
  }));

const said = fc.record({ text: optional(words), at: second, uuid: fc.uuid() }).map(({ text, at, uuid }) => ({
  activity: trusted.activity(`https://ally.example/activities/${uuid}`),
  at,
  ...(text === undefined ? {} : { text }),
}));

export const anyDeclined: fc.Arbitrary<Declined> = said.map((fields) => ({ type: "declined", ...fields }));

export const anyAgreed = (pledge: OfferedPledge): fc.Arbitrary<Agreed> =>
  fc.tuple(said, fc.constantFrom("accepted" as const, "fulfilled" as const), fc.uuid()).map(([fields, type, uuid]) => ({
    type,
    quantity: pledge.quantity,
    agreement: trusted.object(`https://ally.example/agreements/${uuid}`),
    ...fields,
  }));

const english = (text: string): Texts => ({ [must(languageTag("en"))]: text });

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A quantity of a test is none");
  return value;
}

/** One of each, for tests that walk over all documents. */
export const PLEDGE_DOCUMENTS: readonly JsonObject[] = pledgeDocuments();

function pledgeDocuments(): readonly JsonObject[] {
  const pledge: OfferedPledge = {
    id: ADDRESSES.pledge("1"),
    call: CALL,
    need: NEED,
    intent: intentOf(NEED),
    pledger: PLEDGER,
    caller: CALLER,
    quantity: must(quantityFrom("2")),
    unit: "people",
    text: english("Two of our stewards can come on Saturday."),
    offered: Date.UTC(2026, 10, 22),
  };
  const told = { activity: trusted.activity("https://ally.example/activities/3"), at: Date.UTC(2026, 10, 23) };
  const agreement = trusted.object("https://ally.example/agreements/4");
  const accepted: Agreed = { type: "accepted", quantity: pledge.quantity, agreement, ...told };
  return [
    offerDocument(pledge),
    undoOfferDocument(ADDRESSES.activity("2"), pledge, told.at),
    acceptDocument(pledge, accepted),
    rejectDocument(pledge, { type: "declined", ...told, text: english("Thank you, we have enough.") }),
    confirmationDocument(pledge, { ...accepted, type: "fulfilled" }),
    readDocument({ id: ADDRESSES.activity("5"), actor: PLEDGER, object: CALL, to: CALLER, at: told.at }),
  ];
}

export const anyAgreement = anyPledge.chain((pledge) =>
  anyAgreed(pledge).map((answer) => agreementDocument(pledge, answer)),
);
