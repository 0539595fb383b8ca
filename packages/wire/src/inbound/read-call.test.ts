import { amountFrom, quantityText } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../json.ts";
import { parseObject } from "./parse-object.ts";
import type { InboundCall } from "./types.ts";

const CALL = "https://ally.example/calls/1";
const CENTRE = "https://ally.example/centres/ally";

const need = (changes: JsonObject = {}, publishes: JsonObject = {}): JsonObject => ({
  id: `${CALL}/needs/1`,
  type: "Proposal",
  purpose: "request",
  attributedTo: CENTRE,
  name: "Picket stewards",
  publishes: {
    type: "Intent",
    id: `${CALL}/needs/1#primary`,
    resourceConformsTo: "https://w3id.org/workers-centres/ns#Observer",
    resourceQuantity: { hasUnit: "one", hasNumericalValue: "3" },
    ...publishes,
  },
  ...changes,
});

const document = (fields: JsonObject): JsonObject => ({
  id: CALL,
  type: "Note",
  kind: "SolidarityCall",
  attributedTo: CENTRE,
  content: "<p>Help</p>",
  endTime: "2026-11-27T20:00:00Z",
  needs: [need()],
  ...fields,
});

function read(fields: JsonObject): InboundCall | undefined {
  const object = parseObject(document(fields));
  if (!object.ok) throw new Error(JSON.stringify(object.error));
  expect(object.value.stored.kind).toBe(object.value.call === undefined ? "note" : "call");
  return object.value.call;
}

const needs = (...of: readonly JsonValue[]) => read({ needs: of })?.needs ?? [];
const asking = (hasNumericalValue: JsonValue, hasUnit: JsonValue = "one", type = "Observer") =>
  needs(
    need(
      {},
      {
        resourceConformsTo: `https://w3id.org/workers-centres/ns#${type}`,
        resourceQuantity: { hasUnit, hasNumericalValue },
      },
    ),
  );

describe("somebody else's call", () => {
  test("is read with what it asks for", () => {
    expect(read({})).toMatchObject({
      status: "open",
      urgency: "expected",
      severity: "unknown",
      exercise: false,
      expires: Date.UTC(2026, 10, 27, 20),
      needs: [{ type: "observer", unit: "people", quantity: 300, available: 300, until: Date.UTC(2026, 10, 27, 20) }],
    });
  });

  test("is none where it does not say until when", () => {
    for (const endTime of [null, "soon", "2026-11-27", 5, "99999-01-01T00:00:00Z"]) {
      expect(read({ endTime })).toBeUndefined();
    }
  });

  test("keeps what can be understood when something in it is odd", () => {
    expect(read({ callStatus: "on fire", urgency: 7, severity: ["extreme"], exercise: "yes" })).toMatchObject({
      status: "open",
      urgency: "expected",
      severity: "extreme",
      exercise: false,
    });
    expect(needs("no need", 5, null, { type: "Note" }, [need()], need()).map(({ id }) => id)).toEqual([
      `${CALL}/needs/1`,
    ]);
  });

  test("asks for nothing that is no quantity", () => {
    const absurd = ["0", "0.00", "-1", "1e9", "Infinity", "NaN", "", " 3", "3.001", "1234567890", "٣", "0x10", "1,000"];
    for (const value of [...absurd, null, {}, [], true]) expect(asking(value)).toEqual([]);
    for (const value of [0, -3, 1e30, 0.001, Number.MAX_VALUE]) expect(asking(value)).toEqual([]);
    expect(asking(3)[0]?.quantity).toBe(300);
    expect(asking("999999999")[0]?.quantity).toBe(99_999_999_900);
  });

  test("asks for no units that do not fit", () => {
    expect(asking("3", "USD")).toEqual([]);
    expect(asking("3", "one", "Money")).toEqual([]);
    expect(asking("3", "XXXX", "Money")).toEqual([]);
    expect(asking("3", "hour", "Shelter")).toEqual([]);
    expect(asking("2.5")).toEqual([]);
    expect(asking("2.5", "hour")[0]?.unit).toBe("hours");
    expect(asking("2.5", "USD", "Money")[0]).toMatchObject({ type: "money", unit: "USD", quantity: 250 });
    expect(asking("2.5", "PHP", "StrikeFund")[0]).toMatchObject({ type: "money", unit: "PHP" });
    expect(asking("2", "one", "PicketSteward")[0]).toMatchObject({ type: "other", unit: "pieces" });
    expect(asking("2", "http://www.ontology-of-units-of-measure.org/resource/om-2/one")[0]?.unit).toBe("people");
  });

  test("cannot speak for a need of another server or of another centre", () => {
    expect(needs(need({ id: "https://victim.example/calls/2/needs/1" }))).toEqual([]);
    expect(needs(need({ id: CALL }))).toEqual([]);
    expect(needs(need({ attributedTo: "https://ally.example/centres/other" }))).toEqual([]);
    expect(needs(need({ purpose: "offer" }))).toEqual([]);
    const [forged] = needs(need({}, { id: "https://victim.example/calls/2/needs/1#primary" }));
    expect(forged?.intent).toBe(`${CALL}/needs/1#primary`);
  });

  test("has each need once, and no more of them than a screen shows", () => {
    expect(needs(need(), need({ name: "Twice" })).map(({ name }) => Object.values(name))).toEqual([
      ["Picket stewards"],
    ]);
    const many = Array.from({ length: 500 }, (_, index) => need({ id: `${CALL}/needs/${index}` }));
    expect(needs(...many)).toHaveLength(50);
  });

  test("never has more left than it asked for", () => {
    const left = (availableQuantity: JsonValue) => needs(need({}, { availableQuantity }))[0]?.available;
    expect(left({ hasUnit: "one", hasNumericalValue: "1" })).toBe(100);
    expect(left({ hasUnit: "one", hasNumericalValue: "0" })).toBe(0);
    expect(left({ hasUnit: "one", hasNumericalValue: "400" })).toBe(300);
    expect(left({ hasUnit: "hour", hasNumericalValue: "1" })).toBe(300);
    expect(left("nothing")).toBe(300);
  });

  test("says what it says, whatever stands in it", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("needs", "endTime", "callStatus", "urgency", "exercise"),
        (value, key) => {
          const found = parseObject(document({ [key]: value as JsonValue }));
          if (!found.ok) return;
          for (const { quantity, available, id } of found.value.call?.needs ?? []) {
            expect(amountFrom(quantityText(quantity))).toBe(quantity);
            expect(quantity).toBeGreaterThan(0);
            expect(available).toBeLessThanOrEqual(quantity);
            expect(new URL(id).origin).toBe("https://ally.example");
          }
        },
      ),
    );
  });
});
