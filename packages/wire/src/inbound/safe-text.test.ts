import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine, safeUsername } from "./safe-text.ts";

const anything = fc.string({ unit: "binary", maxLength: 80 });

describe("a name before the @", () => {
  test.each(["ana", "Ana_Perez", "a.b-c~d", "9abcdefgh1"])("%s is shown as it is", (name) => {
    expect(safeUsername(name)).toBe(name);
  });

  test.each([
    ["аdmin", "%D0%B0dmin"],
    ["ａｄｍｉｎ", "%EF%BD%81%EF%BD%84%EF%BD%8D%EF%BD%89%EF%BD%8E"],
    ["admin\u200b", "admin%E2%80%8B"],
    ["\u202enimda", "%E2%80%AEnimda"],
    ["ana@hall.example", "ana%40hall.example"],
    ["ana hall", "ana%20hall"],
    ["ana/../x", "ana%2F..%2Fx"],
    ["ana%20", "ana%2520"],
    ["(ana)'*!", "%28ana%29%27%2A%21"],
    ["عامل", "%D8%B9%D8%A7%D9%85%D9%84"],
    ["a\ud800b", "a%EF%BF%BDb"],
  ])("%j is shown escaped, so that it looks like no other: %s", (name, shown) => {
    expect(safeUsername(name)).toBe(shown);
  });

  test("an empty one and one without end are none", () => {
    expect(safeUsername("")).toBeUndefined();
    expect(safeUsername("a".repeat(101))).toBeUndefined();
    expect(safeUsername("ع".repeat(40))).toBeUndefined();
  });

  test("two names never look the same, and what is shown is ASCII without a separator", () => {
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        const [a, b] = [safeUsername(one), safeUsername(other)];
        if (a !== undefined) expect(a).toMatch(/^[A-Za-z0-9._~%-]{1,100}$/);
        if (a !== undefined && a === b) expect(one.toWellFormed()).toBe(other.toWellFormed());
      }),
    );
  });
});

describe("one line of text", () => {
  test("has no line breaks, controls or marks that turn what follows", () => {
    expect(oneLine("  a\r\n\tb\u0000c \u2028 d\u202e evil \u2066x ", 100)).toBe("a b c d evil x");
  });

  test("keeps the joiners that Persian and Bengali need, and the marks of direction", () => {
    expect(oneLine("می\u200cخواهم ক্\u200dষ \u200fabc", 100)).toBe("می\u200cخواهم ক্\u200dষ \u200fabc");
  });

  test("is cut between characters, with an ellipsis", () => {
    expect(oneLine("✊🏿✊🏿✊🏿", 4)).toBe("✊🏿✊…");
    expect(oneLine("abcd", 4)).toBe("abcd");
    expect(oneLine("abcde", 4)).toBe("abc…");
  });

  test("whatever came in", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 30 }), (text, longest) => {
        const line = oneLine(text, longest);
        expect([...line].length).toBeLessThanOrEqual(longest);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(oneLine(line, longest)).toBe(line);
      }),
    );
  });
});
