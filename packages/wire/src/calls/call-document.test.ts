import { intentOf, needUntil, statusAt, type Call, type LanguageTag, type Need, type Texts } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PUBLIC } from "../activities/activities.ts";
import { parseObject } from "../inbound/parse-object.ts";
import { oneLine } from "../inbound/safe-text.ts";
import type { InboundCall } from "../inbound/types.ts";
import type { JsonObject } from "../json.ts";
import { SITE } from "../testing/actors.ts";
import { anyCall, anyCampaign, anyCentre } from "../testing/drafts.ts";
import { plainText } from "../text/html.ts";
import { callDocument, needDocument } from "./call-document.ts";

const site = SITE;
const documentOf = (call: Call, rest: Pick<Parameters<typeof callDocument>[0], "centre" | "campaign">) =>
  callDocument({ site, call, ...rest });

const en = (text: string): Texts => ({ ["en" as LanguageTag]: text });
const contentOf = ({ content }: JsonObject): string => (typeof content === "string" ? content : "");

function read(document: JsonObject): InboundCall {
  const object = parseObject(document);
  if (!object.ok) throw new Error(JSON.stringify(object.error));
  expect(object.value.stored.kind).toBe("call");
  if (object.value.call === undefined) throw new Error("No call");
  return object.value.call;
}

/** Names that are nothing but white space once they stand in one line make no need. */
const hasName = ({ name }: Pick<Need, "name">): boolean =>
  Object.values(name).some((text) => oneLine(text, 300) !== "");

describe("a solidarity call", () => {
  test("what our nodes write, our nodes read", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, anyCampaign, fc.boolean(), (call, centre, campaign, isAlone) => {
        const found = read(documentOf(call, { centre, campaign: isAlone ? undefined : campaign }));
        const { status, urgency, severity, certainty, exercise, expires } = call;
        expect(found).toMatchObject({ status, urgency, severity, certainty, exercise, expires });
        const needs = status === "withdrawn" ? [] : call.needs.filter(hasName);
        expect(found.needs.map(({ name: _, ...facts }) => facts)).toEqual(
          needs.map((need) => ({
            id: need.id,
            intent: intentOf(need.id),
            type: need.type,
            quantity: need.quantity,
            unit: need.unit,
            available: need.available,
            until: needUntil(call, need),
          })),
        );
        const names = needs.map(({ name }) => Object.entries(name).map(([tag, text]) => [tag, oneLine(text, 300)]));
        expect(found.needs.map(({ name }) => Object.entries(name).toSorted())).toEqual(
          names.map((texts) => texts.filter(([, text]) => text !== "").toSorted()),
        );
      }),
    );
  });

  test("of a consent nothing leaves, and of who wrote it neither", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, (call, centre) => {
        const document = JSON.stringify(documentOf(call, { centre }));
        for (const key of ["consent", "recognisable", "log", "by", "told"]) expect(document).not.toContain(`"${key}":`);
        expect(document).not.toContain("through somebody they trust");
      }),
    );
  });

  test("a drill for everybody cannot be built, whoever asks for it", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, (call, centre) => {
        const asPublic: Call = { ...call, exercise: true, audience: { type: "public" } };
        expect(() => documentOf(asPublic, { centre })).toThrow(/drill/);
      }),
    );
  });

  test("a call is addressed to those whom its audience says, and so is each of its needs", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, anyCampaign, (call, centre, campaign) => {
        const { to, cc, needs } = documentOf(call, { centre, campaign });
        const everybody = [to, cc].flat().includes(PUBLIC);
        expect(everybody).toBe(call.audience.type === "public");
        if (!everybody) expect(cc).toBeUndefined();
        for (const need of Array.isArray(needs) ? needs : []) expect(need).toMatchObject({ to });
      }),
    );
  });

  test("each need stands at an address of its own as well, for the same people", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, (call, centre) => {
        const document = documentOf(call, { centre });
        for (const need of call.status === "withdrawn" ? [] : call.needs) {
          expect(needDocument(document, need.id)).toMatchObject({ id: need.id, context: call.id, to: document["to"] });
        }
        expect(needDocument(document, `${call.id}/needs/99`)).toBeUndefined();
      }),
    );
  });

  test("the plain text says what it is, by when, and how much is still missing", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, ({ closing: _, ...any }, centre) => {
        const call: Call = { ...any, status: "open", text: en("Twelve were arrested.") };
        const text = plainText(contentOf(documentOf(call, { centre })));
        expect(text).toContain("Solidarity call");
        expect(text).toContain("Needed by");
        if (call.exercise) expect(text.startsWith("Drill, nothing has happened")).toBe(true);
        const open = call.needs.filter(
          ({ closed, available, quantity }) => closed === undefined && available < quantity,
        );
        if (open.some(({ available }) => available > 0)) expect(text).toContain("still missing");
      }),
    );
  });

  test("what is withdrawn says that and nothing else", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, (any, centre) => {
        const call: Call = { ...any, status: "withdrawn", text: en("Stop sharing.") };
        const document = documentOf(call, { centre });
        expect(document["needs"]).toEqual([]);
        expect(plainText(contentOf(document)).startsWith("Stop sharing.")).toBe(true);
        for (const { name } of call.needs) {
          for (const text of Object.values(name))
            if (text.length > 20) expect(JSON.stringify(document)).not.toContain(text);
        }
      }),
    );
  });

  test("one that is not for everybody may be passed on by nobody else", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, (call, centre) => {
        const policy = documentOf(call, { centre })["interactionPolicy"];
        const ours = { canAnnounce: { automaticApproval: [centre.id] } };
        expect(policy).toEqual(call.audience.type === "public" ? undefined : ours);
      }),
    );
  });

  test("after its end it is over for whoever reads it, whatever its sender says", () => {
    fc.assert(
      fc.property(anyCall, anyCentre, (call, centre) => {
        const found = read(documentOf(call, { centre }));
        const later = statusAt(found, call.expires);
        expect(later).toBe(call.status === "open" ? "ended" : call.status);
        expect(statusAt(found, call.expires - 1)).toBe(call.status);
      }),
    );
  });
});
