import { createHash } from "node:crypto";
import { formTokens } from "@commonhall/vault";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isRight, questionFrom, type Question } from "./question.ts";
import { INTAKE_LANGUAGES, sayIn, type IntakeLanguage } from "./words/say.ts";

const lot = fc.uint8Array({ minLength: 32, maxLength: 32 });
const language = fc.constantFrom(...INTAKE_LANGUAGES);
const asked = (from: Uint8Array, tongue: IntakeLanguage = "en"): Question => questionFrom(from, sayIn(tongue));

/** Zero in Arabic, Persian, Devanagari, Bengali, Gurmukhi, Tamil, Telugu, Thai, Burmese, Khmer, and in full width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xbe6, 0xc66, 0xe50, 0x1040, 0x17e0, 0xff10];
const inScript = (digits: string, zero: number): string =>
  digits.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

test("every question has one answer, in the digits of every script and however they are set apart", () => {
  fc.assert(
    fc.property(lot, language, fc.constantFrom("", " ", ", ", "، ", "-", "\u200f"), (from, tongue, between) => {
      const question = asked(from, tongue);
      expect(question.answer).toMatch(/^[1-9]{2,3}$/);
      const typed = [...question.answer].join(between);
      for (const digits of [typed, ...ZEROS.map((zero) => inScript(typed, zero))]) {
        expect(isRight(digits, question), digits).toBe(true);
      }
    }),
  );
});

test("nothing else is right: no other number, no word, nothing at all", () => {
  fc.assert(
    fc.property(lot, fc.nat(99_999), (from, other) => {
      const question = asked(from);
      fc.pre(String(other) !== question.answer);
      for (const typed of [String(other), "", " ", question.text, `${question.answer}0`, "x".repeat(1000)]) {
        expect(isRight(typed, question)).toBe(false);
      }
    }),
  );
});

test("it is asked in words: no digit stands in it, and what is right does not hang on the language", () => {
  fc.assert(
    fc.property(lot, (from) => {
      const all = INTAKE_LANGUAGES.map((tongue) => asked(from, tongue));
      expect(new Set(all.map(({ answer }) => answer)).size).toBe(1);
      expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
      for (const { text } of all) expect(text).not.toMatch(/\p{Nd}|[{}]|undefined/u);
    }),
  );
});

test("all kinds are asked, and an answer that is sent without reading is hardly ever right", () => {
  const drawn = Array.from({ length: 8000 }, (_, n) => asked(createHash("sha256").update(String(n)).digest()));
  const often = (texts: readonly string[]) => Object.values(Object.groupBy(texts, (text) => text));
  const kinds = often(drawn.map(({ text }) => text.slice(0, 14)));
  expect(kinds.length).toBeGreaterThan(5);
  const most = Math.max(...often(drawn.map(({ answer }) => answer)).map((same) => same?.length ?? 0));
  expect(most / drawn.length).toBeLessThan(0.01);
  expect(new Set(drawn.map(({ text }) => text)).size).toBeGreaterThan(2000);
});

test("each token has a question of its own, which another node's token does not have", () => {
  const clock = () => 0;
  const tokens = formTokens(clock);
  const issued = Array.from({ length: 50 }, () => tokens.issue());
  const texts = issued.map((token) => asked(tokens.lot(token)).text);
  expect(issued.map((token) => asked(tokens.lot(token)).text)).toEqual(texts);
  expect(new Set(texts).size).toBeGreaterThan(40);
  const others = formTokens(clock);
  expect(issued.filter((token, at) => asked(others.lot(token)).text === texts[at]).length).toBeLessThan(5);
});

test.each(INTAKE_LANGUAGES)("a word is one number or one thing, never two: %s", (tongue) => {
  const say = sayIn(tongue);
  const numbers = Array.from({ length: 9 }, (_, n) => say("question.number", { digit: String(n + 1) }));
  const things = ["bread", "water", "house", "tree", "moon", "rice", "bird", "door"];
  const words = [...numbers, ...things.map((item) => say("question.thing", { item }))];
  expect(new Set(words).size).toBe(17);
  const facts = ["week", "cat", "bird", "bicycle"].map((fact) => say("question.known", { fact, a: "", b: "" }));
  expect(new Set(facts).size).toBe(4);
});
