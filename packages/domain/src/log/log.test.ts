import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOf, logWord, placesIn } from "./log.ts";

describe("a word of the program", () => {
  test.each(["no signature", "so many of its server wait already", "it cannot be read: not json"])("%s", (text) =>
    expect(logWord(text)).toBe(text),
  );

  test.each([
    "hall.example",
    "https://hall.example/a",
    "ana@hall",
    "/page/code",
    "a\nb",
    "",
    "x".repeat(121),
    "203.0.113.7",
    "2001:db8::1.",
    "a\u202eb",
  ])("%j is none", (text) => expect(logWord(text)).toBe("other"));
});

test("of an error its kind and the system's code, whatever else was put into it", () => {
  expect(kindOf(new TypeError("x"))).toBe("TypeError");
  expect(kindOf(Object.assign(new Error("x"), { code: "ENOSPC" }))).toBe("Error ENOSPC");
  expect(kindOf("They kept my passport")).toBe("string");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, code) => {
      const error = Object.assign(new Error("x"), { name, code });
      expect(kindOf(error)).toMatch(/^[A-Za-z]{1,40}(?: [A-Z0-9_]{1,40})?$/);
    }),
  );
});

test("the way through the program has no line of the message", () => {
  const error = new Error("Meet me\n    at my house (x)");
  expect(placesIn(error).length).toBeGreaterThan(1);
  expect(placesIn(error).join()).not.toContain("house");
  expect(placesIn("text")).toEqual([]);
});
