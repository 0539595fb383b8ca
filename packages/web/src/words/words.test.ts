import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import { PUBLIC_TEXTS } from "./public/words.ts";
import { INTERFACE_LANGUAGES, richWordsFor, wordsFor, type InterfaceLanguage } from "./words.ts";

const CATALOGUES: Readonly<Record<InterfaceLanguage, Readonly<Record<string, string>>>> = { en, es, ar };

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];

const parse = (text: string, language: string): readonly Element[] =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();

const branches = (element: Element): readonly (readonly Element[])[] =>
  "options" in element ? Object.values(element.options).map((option) => option.value) : [];

/** Numbers that the parser gives to kinds of element. */
const typeOf = (element: Element): number => element.type;
const LITERAL = 0;
const PLURAL = 6;
const POUND = 7;

/** Every argument of a message, those inside its branches too. */
function argumentsOf(elements: readonly Element[]): ReadonlySet<string> {
  const names = elements.flatMap((element) => [
    ...([LITERAL, POUND].includes(typeOf(element)) || !("value" in element) ? [] : [element.value]),
    ...branches(element).flatMap((branch) => [...argumentsOf(branch)]),
  ]);
  return new Set(names);
}

const plurals = (elements: readonly Element[]): readonly Element[] =>
  elements.flatMap((element) => [
    ...(typeOf(element) === PLURAL ? [element] : []),
    ...branches(element).flatMap((branch) => plurals(branch)),
  ]);

describe("catalogues", () => {
  test.each(["es", "ar"] as const)("%s has the keys of English, in the same order, and no other", (language) => {
    expect(Object.keys(CATALOGUES[language])).toEqual(Object.keys(en));
  });

  test.each(INTERFACE_LANGUAGES)(
    "%s is in the order of its keys, says something everywhere and reads as ICU",
    (language) => {
      const keys = Object.keys(CATALOGUES[language]);
      expect(keys).toEqual(keys.toSorted());
      for (const [key, text] of Object.entries(CATALOGUES[language])) {
        expect(text.trim(), key).toBe(text);
        expect(text, key).not.toBe("");
        expect(() => parse(text, language), key).not.toThrow();
      }
    },
  );

  test.each(["es", "ar"] as const)("%s puts the same things into its messages as English", (language) => {
    for (const [key, text] of Object.entries(en)) {
      expect(argumentsOf(parse(CATALOGUES[language][key] ?? "", language)), key).toEqual(
        argumentsOf(parse(text, "en")),
      );
    }
  });

  const NEEDED: Readonly<Record<InterfaceLanguage, readonly string[]>> = {
    en: ["one", "other"],
    es: ["one", "other"],
    ar: ["zero", "one", "two", "few", "many", "other"],
  };

  test.each(INTERFACE_LANGUAGES)("%s has every form that it counts in", (language) => {
    for (const [key, text] of Object.entries(CATALOGUES[language])) {
      for (const plural of plurals(parse(text, language))) {
        expect("options" in plural ? Object.keys(plural.options) : [], key).toEqual(
          expect.arrayContaining([...NEEDED[language]]),
        );
      }
    }
  });

  test("Arabic is written in Arabic, and nothing was left in English", () => {
    const same = Object.entries(en).filter(
      ([key, text]) =>
        /\p{L}{3}/u.test(text.replaceAll(/\{[^}]*\}/g, "")) && (ar as Record<string, string>)[key] === text,
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

describe("keys and the program", () => {
  const folder = new URL("../", import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("testing"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const literals = new Set(
    sources.flatMap((source) => [...source.matchAll(/"([a-z0-9-]+(?:\.[a-z0-9-]+)+)"/g)].map(([, key = ""]) => key)),
  );
  const templates = sources
    .flatMap((source) =>
      [...source.matchAll(/`([a-z0-9-]+\.[^`\n]*\$\{[^`\n]*)`/g)].map(([, template = ""]) => template),
    )
    .filter((template) => /^[a-z0-9.-]+\.\$\{/.test(template));
  const patterns = templates.map(
    (template) => new RegExp(`^${template.replaceAll(/\$\{[^}]*\}/g, "[A-Za-z0-9-]+").replaceAll(".", "\\.")}$`),
  );

  test("enough of the program was read for this to mean something", () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(literals.size).toBeGreaterThan(100);
  });

  test("no key is unused", () => {
    const unused = Object.keys(en).filter(
      (key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  test("every key that the program names is there", () => {
    const named = [...sources.join("\n").matchAll(/\b(?:words|rich)\(\s*"([^"]+)"/g)].map(([, key = ""]) => key);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((key) => !(key in en || key in PUBLIC_TEXTS.en))).toEqual([]);
  });
});

describe("messages", () => {
  test("Arabic counts in six forms", () => {
    const words = wordsFor("ar");
    const said = [0, 1, 2, 3, 11, 100].map((count) => words("coming.count.rally", { count }));
    expect(new Set(said).size).toBe(6);
  });

  test("a name that is put into a sentence is escaped, isolated and cannot turn what follows", () => {
    const said = richWordsFor("ar")("post.by", { name: "<b>\u202Eevil" }).toString();
    expect(said).toBe("نشره <bdi>&lt;b&gt;evil</bdi>");
  });
});
