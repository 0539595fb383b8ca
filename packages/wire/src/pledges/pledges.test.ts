import { trusted, type Agreed, type OfferedPledge, type Result, type Texts } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PUBLIC } from "../activities/activities.ts";
import { parseActivity } from "../inbound/parse-activity.ts";
import { parsePledges } from "../inbound/parse-pledges.ts";
import { agreedIn } from "../inbound/read-agreement.ts";
import type { InboundAgreement, ReadActivity } from "../inbound/types.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { anyAgreed, anyAgreement, anyDeclined, anyPledge } from "../testing/pledges.ts";
import {
  acceptDocument,
  confirmationDocument,
  offerDocument,
  offerReference,
  pledgesCollection,
  readDocument,
  rejectDocument,
  undoOfferDocument,
  undoReference,
} from "./pledge-documents.ts";

function mustRead<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const agreementOf = (read: ReadActivity): InboundAgreement | undefined =>
  read.type === "Offer" && read.offer?.type === "pledge" ? read.offer.agreement : undefined;

const bytes = (document: JsonObject): ReadActivity => mustRead(parseActivity(JSON.stringify(document)));

function expectAgreement(read: InboundAgreement | undefined, pledge: OfferedPledge): void {
  expect(read).toMatchObject({ satisfies: pledge.intent, quantity: pledge.quantity });
  if (read === undefined) return;
  expect(agreedIn(read, pledge.unit)).toBe(pledge.quantity);
  // What is counted in something else is not understood as that.
  expect(agreedIn(read, pledge.unit === "people" ? "hours" : "people")).toBeUndefined();
}

/** Lines and blocks of lines stay, white space within them does not count. */
const shown = (text: Texts | undefined) =>
  text === undefined
    ? undefined
    : Object.entries(text).map(([language, words]) => [language, words.replaceAll(/\s+/g, " ").trim()]);

const answered = anyPledge.chain((pledge) => anyAgreed(pledge).map((answer) => ({ pledge, answer })));

describe("what is said about a pledge is read back as the same facts", () => {
  test("the offer", () => {
    fc.assert(
      fc.property(anyPledge, (pledge) => {
        const read = bytes(offerDocument(pledge));
        if (read.type !== "Offer" || read.offer?.type !== "pledge") throw new Error("no pledge");
        expect(read).toMatchObject({ id: pledge.id, actor: pledge.pledger });
        expect(read.offer.published).toBe(pledge.offered);
        expect(shown(read.offer.text)).toEqual(shown(pledge.text));
        expectAgreement(read.offer.agreement, pledge);
      }),
    );
  });

  test("that it is taken back, with what was offered and without its words", () => {
    fc.assert(
      fc.property(anyPledge, (pledge) => {
        const id = trusted.activity("https://hall.example/activities/1");
        const document = undoOfferDocument(id, pledge, pledge.offered);
        const read = bytes(document);
        if (read.type !== "Undo") throw new Error("no Undo");
        expect(read.object).toMatchObject({ id: pledge.id, type: "Offer" });
        expectAgreement(read.object.offer?.type === "pledge" ? read.object.offer.agreement : undefined, pledge);
        expect(JSON.stringify(document)).not.toContain('"content');
      }),
    );
  });

  test("that it is accepted, that it has come about, and that it is not wanted", () => {
    fc.assert(
      fc.property(answered, anyDeclined, ({ pledge, answer }, declined) => {
        const accept = bytes(acceptDocument(pledge, answer));
        if (accept.type !== "Accept") throw new Error("no Accept");
        expect(accept).toMatchObject({ id: answer.activity, object: pledge.id, published: answer.at });
        expect(accept.result?.id).toBe(answer.agreement);
        expectAgreement(accept.result, pledge);
        expect(shown(accept.text)).toEqual(shown(answer.text));

        const reject = bytes(rejectDocument(pledge, declined));
        expect(reject).toMatchObject({ type: "Reject", id: declined.activity, object: pledge.id });

        const thanks = bytes(confirmationDocument(pledge, { ...answer, type: "fulfilled" }));
        if (thanks.type !== "Create") throw new Error("no Create");
        expect(thanks.confirms).toMatchObject({ agreement: answer.agreement, offer: pledge.id, published: answer.at });
        expect(thanks.confirms?.result?.id).toBe(answer.agreement);
        expectAgreement(thanks.confirms?.result, pledge);
      }),
    );
  });

  test("that a person has seen a call", () => {
    const [id, object] = [trusted.activity("https://a.example/1"), trusted.object("https://b.example/calls/1")];
    const [actor, to] = [trusted.actor("https://a.example/c"), trusted.actor("https://b.example/c")];
    const read = bytes(readDocument({ id, actor, object, to, at: 1000 }));
    expect(read).toMatchObject({ type: "Read", id, actor, object, published: 1000 });
  });

  test("what the caller's node lists: offers, what was taken back, and every kind of answer", () => {
    fc.assert(
      fc.property(answered, anyPledge, anyPledge, anyDeclined, ({ pledge, answer }, open, back, declined) => {
        const fulfilled: Agreed = { ...answer, type: "fulfilled" };
        const items = [offerReference(open), undoReference(back), rejectDocument(back, declined)];
        for (const last of [acceptDocument(pledge, answer), confirmationDocument(pledge, fulfilled)]) {
          const collection = pledgesCollection("https://ally.example/calls/1/pledges", pledge.caller, [...items, last]);
          const listed = mustRead(parsePledges(JSON.parse(JSON.stringify(collection)) as JsonObject, pledge.caller));
          expect(listed.size).toBe(new Set([pledge.id, open.id, back.id]).size);
          expect(listed.get(open.id)).toEqual({ withdrawn: false });
          expect(listed.get(back.id)).toMatchObject({
            withdrawn: true,
            said: { type: "Reject", id: declined.activity },
          });
          expect(listed.get(pledge.id)).toMatchObject({ withdrawn: false, said: { id: answer.activity } });
        }
      }),
    );
  });

  test("nothing of it is for anybody but the two", () => {
    fc.assert(
      fc.property(answered, anyDeclined, ({ pledge, answer }, declined) => {
        const ours = [offerDocument(pledge), undoOfferDocument(answer.activity, pledge, 0)];
        const theirs = [acceptDocument(pledge, answer), rejectDocument(pledge, declined)];
        const note = confirmationDocument(pledge, answer);
        for (const document of ours) expect([document["to"], document["cc"]]).toEqual([[pledge.caller], undefined]);
        for (const document of [...theirs, note, note["object"]]) {
          if (!isJsonObject(document)) throw new Error("no object");
          expect([document["to"], document["cc"]]).toEqual([[pledge.pledger], undefined]);
        }
        expect(JSON.stringify([...ours, ...theirs, note])).not.toContain('"proof"');
      }),
    );
  });
});

const [pledge] = fc.sample(anyPledge, { numRuns: 1, seed: 1 });
if (pledge === undefined) throw new Error("no pledge");
const [answer] = fc.sample(anyAgreed(pledge), { numRuns: 1, seed: 1 });
if (answer === undefined) throw new Error("no answer");

/** The document with one value within it changed, or taken out. */
function changed(document: JsonObject, path: string, value: unknown): JsonObject {
  const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const holder = steps.reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy as JsonObject;
}

const OFFERED = "object.stipulates.resourceQuantity";
const AGREED = "result.stipulates.resourceQuantity";

describe("what promises nothing that can be counted is refused with a sentence", () => {
  const offer = offerDocument(pledge);
  const accept = acceptDocument(pledge, answer);
  const amounts = [
    "0",
    "0.00",
    "-1",
    "1e3",
    "1.234",
    "1234567890",
    "NaN",
    "Infinity",
    "",
    " 3",
    "٣",
    -2,
    0,
    1e21,
    null,
    true,
    ["1"],
    {},
  ];

  test.each(amounts)("a quantity of %j, offered or accepted", (amount) => {
    for (const [document, field] of [
      [offer, OFFERED],
      [accept, AGREED],
    ] as const) {
      const read = parseActivity(JSON.stringify(changed(document, `${field}.hasNumericalValue`, amount)));
      expect(read).toMatchObject({ ok: false, error: { type: "malformed", field } });
    }
  });

  test.each([
    [offer, "object.stipulates", undefined, { type: "missing", field: "object.stipulates" }],
    [offer, "object.stipulates", [{}, {}], { type: "malformed", field: "object.stipulates" }],
    [offer, "object.stipulates.satisfies", undefined, { type: "missing", field: "object.stipulates.satisfies" }],
    [offer, "object.stipulates.satisfies", "urn:x", { type: "malformed", field: "object.stipulates.satisfies" }],
    [offer, OFFERED, undefined, { type: "malformed", field: OFFERED }],
    [offer, "object.id", "https://third.example/1", { type: "foreign origin", field: "object.id" }],
    [offer, "object.attributedTo", "https://third.example/1", { type: "foreign origin", field: "object.attributedTo" }],
    [accept, "result.id", "https://third.example/1", { type: "foreign origin", field: "result.id" }],
    [
      accept,
      "result.attributedTo",
      "https://third.example/c",
      { type: "foreign origin", field: "result.attributedTo" },
    ],
  ] as const)("%#", (document, path, value, error) => {
    expect(parseActivity(JSON.stringify(changed(document, path, value)))).toMatchObject({ ok: false, error });
  });

  test("nobody takes back what another offered", () => {
    const undo = undoOfferDocument(trusted.activity("https://third.example/1"), pledge, 0);
    const stranger = "https://third.example/c";
    const forged = changed(changed(undo, "actor", stranger), "object.actor", stranger);
    expect(parseActivity(JSON.stringify(forged))).toMatchObject({ ok: false, error: { type: "foreign origin" } });
  });

  test("a number that another program writes as a number is taken", () => {
    const read = bytes(changed(offer, `${OFFERED}.hasNumericalValue`, 2));
    expect(agreementOf(read)?.quantity).toBe(200);
  });
});

test("half a person is not counted, half an hour is", () => {
  for (const [unit, hasUnit] of [
    ["people", "one"],
    ["hours", "om2:hour"],
    ["hours", "http://www.ontology-of-units-of-measure.org/resource/om-2/hour"],
  ] as const) {
    const measure = { hasUnit, hasNumericalValue: "1.5" };
    const read = bytes(changed(offerDocument(pledge), OFFERED, measure));
    const agreement = agreementOf(read);
    expect(agreement === undefined ? undefined : agreedIn(agreement, unit)).toBe(unit === "hours" ? 150 : undefined);
  }
});

test("a note for everybody confirms nothing, whatever it is about", () => {
  const note = confirmationDocument(pledge, answer);
  for (const path of ["to", "object.to"]) {
    const read = bytes(changed(note, path, [PUBLIC]));
    expect(read.type === "Create" && read.confirms).toBe(undefined);
  }
});

test("an answer that stands in the caller's list in another's name says nothing", () => {
  const collection = pledgesCollection("https://ally.example/calls/1/pledges", pledge.caller, [
    changed(
      changed(acceptDocument(pledge, answer), "actor", "https://ally.example/centres/other"),
      "result",
      undefined,
    ),
  ]);
  expect(mustRead(parsePledges(collection, pledge.caller)).size).toBe(0);
  expect(parsePledges(collection, trusted.actor("https://third.example/c")).ok).toBe(false);
});

test("an agreement is shown to its two sides with what was agreed", () => {
  fc.assert(
    fc.property(anyAgreement, (document) => {
      expect(document).toMatchObject({ type: "Agreement", attributedTo: pledge.caller, to: [pledge.pledger] });
    }),
  );
});
