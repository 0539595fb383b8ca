import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../json.ts";
import { isTooDeep, parseDocument } from "./parse-document.ts";

const nested = (levels: number): string => `{"a":`.repeat(levels - 1) + "{}" + "}".repeat(levels - 1);

describe("the text of a document", () => {
  test("may be nested 32 levels and no more", () => {
    expect(parseDocument(nested(32)).ok).toBe(true);
    expect(parseDocument(nested(33))).toEqual({ ok: false, error: { type: "too deep" } });
    expect(isTooDeep(JSON.parse(nested(32)) as JsonValue)).toBe(false);
    expect(isTooDeep(JSON.parse(nested(33)) as JsonValue)).toBe(true);
  });

  test.each([
    ["lists in lists", `{"a":${"[".repeat(1_000_000)}`],
    ["objects in objects", `{"a":`.repeat(300_000)],
    ["closed again", `{"a":${"[".repeat(500_000)}${"]".repeat(500_000)}}`],
  ])("a million levels are refused and not followed: %s", (_, text) => {
    expect(parseDocument(text)).toEqual({ ok: false, error: { type: "too deep" } });
  });

  test("a value of a million levels is refused and not followed", () => {
    let deep: JsonValue = [];
    for (let level = 0; level < 1_000_000; level += 1) deep = [deep];
    expect(isTooDeep(deep)).toBe(true);
  });

  test("brackets within strings are no levels", () => {
    expect(parseDocument(JSON.stringify({ content: '[{"\\'.repeat(100), end: '"' })).ok).toBe(true);
  });

  test.each(["", " ", "{", "[]", "null", "1", '"x"', "{'a':1}", '{"a":1}x', "\u0000", '{"a":01}'])(
    "%j is no document",
    (text) => {
      expect(parseDocument(text)).toEqual({ ok: false, error: { type: "not JSON" } });
    },
  );

  test("both ways of counting agree with each other", () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "max", withCrossShrink: true },
        leaf,
        fc.array(tie("tree"), { maxLength: 2 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 2 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: 40 }), (value, more) => {
        let deep: JsonValue = value;
        for (let level = 0; level < more; level += 1) deep = level % 2 === 0 ? [deep] : { deep };
        const document = { deep };
        expect(parseDocument(JSON.stringify(document)).ok).toBe(!isTooDeep(document));
      }),
    );
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseDocument(text)));
    fc.assert(fc.property(fc.json(), (text) => void parseDocument(text)));
  });
});
