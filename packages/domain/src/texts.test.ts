import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  direction,
  firstLanguage,
  firstText,
  languagesOf,
  languageTag,
  textIn,
  textsFrom,
  type Texts,
} from "./texts.ts";

const some = (entries: readonly (readonly [string, string])[]): Texts => {
  const texts = textsFrom(Object.fromEntries(entries));
  return texts.ok ? texts.value : expect.fail(JSON.stringify(texts.error));
};

describe("a language tag", () => {
  test.each([
    ["en", "en"],
    ["EN", "en"],
    ["pt-br", "pt-BR"],
    ["zh-hans", "zh-Hans"],
    ["tl", "fil"],
    ["fil", "fil"],
    ["tl-PH", "fil-PH"],
    ["iw", "he"],
    ["und", "und"],
    ["rhg", "rhg"],
  ])("%s is %s", (text, tag) => expect(languageTag(text)).toBe(tag));

  test.each([
    "",
    "e",
    "en_US",
    "english language",
    "__proto__",
    "constructor",
    "-en",
    "en-",
    "*",
    "12",
    `en-${"a".repeat(8)}-${"b".repeat(8)}-${"c".repeat(8)}-${"d".repeat(8)}`,
  ])("%j is none", (text) => expect(languageTag(text)).toBeUndefined());

  test("is the canonical form of itself, whatever came in", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/)),
        (text) => {
          const tag = languageTag(text);
          if (tag !== undefined) expect(languageTag(tag)).toBe(tag);
        },
      ),
    );
  });
});

describe("a text in several languages", () => {
  test("keeps the order of its languages and loses the blanks around it", () => {
    const texts = some([
      ["es", " Paguen "],
      ["en", "Pay\n"],
    ]);
    expect(Object.entries(texts)).toEqual([
      ["es", "Paguen"],
      ["en", "Pay"],
    ]);
    expect([firstLanguage(texts), firstText(texts), languagesOf(texts)]).toEqual(["es", "Paguen", ["es", "en"]]);
  });

  test("is refused without any, with an empty one, and under what is no language", () => {
    expect(textsFrom({})).toEqual({ ok: false, error: { type: "no text" } });
    expect(textsFrom({ en: " \n" })).toEqual({ ok: false, error: { type: "empty text", language: "en" } });
    expect(textsFrom({ english_1: "x" })).toEqual({
      ok: false,
      error: { type: "not a language tag", tag: "english_1" },
    });
    expect(() => firstLanguage({})).toThrow();
  });

  test.each([
    [{ tl: "isa", fil: "dalawa" }, "fil"],
    [{ fil: "isa", en: "one", tl: "dalawa" }, "fil"],
    [{ en: "one", EN: "two" }, "en"],
    [{ "pt-br": "um", en: "one", "pt-BR": "dois" }, "pt-BR"],
  ])("%j is refused: two of its keys are the same language", (entries, language) => {
    expect(textsFrom(entries)).toEqual({ ok: false, error: { type: "same language twice", language } });
  });

  test("either has every text that came in, or is refused", () => {
    const keys = fc.constantFrom("en", "EN", "tl", "fil", "tl-PH", "fil-PH", "iw", "he", "pt-br", "pt-BR", "es");
    fc.assert(
      fc.property(fc.dictionary(keys, fc.constantFrom("one", "two"), { minKeys: 1 }), (entries) => {
        const texts = textsFrom(entries);
        const different = new Set(Object.keys(entries).map(languageTag)).size === Object.keys(entries).length;
        expect(texts.ok).toBe(different);
        if (texts.ok) expect(Object.values(texts.value)).toEqual(Object.values(entries));
      }),
    );
  });

  const texts = some([
    ["id", "satu"],
    ["pt-BR", "dois"],
    ["zh-Hans", "三"],
  ]);
  test.each([
    [["pt-BR"], "pt-BR"],
    [["pt"], "pt-BR"],
    [["pt-PT", "id"], "pt-BR"],
    [["fr", "zh-Hant"], "zh-Hans"],
    [["fr", "de"], "id"],
    [[], "id"],
    [["*"], "id"],
  ])("read by somebody who wants %j stands in %s", (wanted, language) => {
    expect(textIn(texts, wanted)).toEqual({ language, text: texts[languageTag(language) ?? expect.fail()] });
  });

  test("whoever reads it reads one of its texts, and in a language that they want where there is one", () => {
    const tags = fc
      .constantFrom("en", "es", "ar", "pt-BR", "zh-Hans", "fil", "dv")
      .map((tag) => languageTag(tag) ?? expect.fail());
    const written = fc
      .uniqueArray(tags, { minLength: 1 })
      .map((languages) => some(languages.map((language) => [language, `in ${language}`])));
    fc.assert(
      fc.property(written, fc.array(tags), (has, wanted) => {
        const { language, text } = textIn(has, wanted);
        expect(text).toBe(has[language]);
        const found = wanted.find((want) => has[want] !== undefined);
        expect(language).toBe(found ?? firstLanguage(has));
      }),
    );
  });
});

describe("the direction of a text", () => {
  test.each(["ar", "he", "fa", "ur", "dv", "rhg", "ps", "pa-Arab", "ku-Arab", "ckb", "uz-Arab", "yi", "syr", "nqo"])(
    "%s is written from right to left",
    (tag) => expect(direction(tag)).toBe("rtl"),
  );
  test.each(["en", "es", "pa", "ku", "uz", "am", "bn", "ru", "zh-Hans", "und", "", "no language"])("%j is not", (tag) =>
    expect(direction(tag)).toBe("ltr"),
  );
});
