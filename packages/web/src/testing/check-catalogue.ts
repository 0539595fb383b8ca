import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";

export type Catalogues = Readonly<Record<string, Readonly<Record<string, string>>>> & {
  readonly en: Readonly<Record<string, string>>;
};

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
/** Numbers that the parser gives to kinds of element. */
const typeOf = (element: Element): number => element.type;
const LITERAL = 0;
const PLURAL = 6;

const elementsOf = (text: string, language: string): readonly Element[] =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();

/** Names of what is put into a message, however it is counted. */
const argumentsOf = (text: string, language: string): readonly string[] =>
  elementsOf(text, language)
    .filter((element) => typeOf(element) !== LITERAL && "value" in element)
    .map((element) => ("value" in element ? element.value : ""))
    .toSorted();

/** Of each number that decides on words, for which of them there are words. */
const formsOf = (text: string, language: string): readonly (readonly string[])[] =>
  elementsOf(text, language).flatMap((element) =>
    typeOf(element) === PLURAL && "options" in element ? [Object.keys(element.options)] : [],
  );

/** What the language has words for. Spanish, French and Portuguese have one more for millions, which nothing here comes to. */
const formsOfLanguage = (language: string): readonly string[] =>
  new Intl.PluralRules(language)
    .resolvedOptions()
    .pluralCategories.filter((form) => language === "ar" || form !== "many");

export interface CatalogueUse {
  /** The folders of the program that says them. */
  readonly rooms: readonly URL[];
  /** Files elsewhere that do. */
  readonly files?: readonly URL[];
  /** What a language has in common with English. */
  readonly alike?: Readonly<Record<string, readonly string[]>>;
}

/** What holds of the words that some rooms have for themselves. */
export function checkCatalogue(catalogues: Catalogues, { rooms, files = [], alike = {} }: CatalogueUse): void {
  const { en } = catalogues;
  describe.each(Object.entries(catalogues))("%s", (language, catalogue) => {
    test("has every key of English in order, and no other", () => {
      expect(Object.keys(catalogue)).toEqual(Object.keys(en).toSorted());
    });

    test("puts the same things into its messages, and says something everywhere", () => {
      for (const [key, text] of Object.entries(en)) {
        expect(argumentsOf(catalogue[key] ?? "", language), key).toEqual(argumentsOf(text, "en"));
        expect((catalogue[key] ?? "").trim(), key).toMatch(/./);
      }
    });

    test("has every form that it counts in", () => {
      for (const [key, text] of Object.entries(catalogue)) {
        for (const forms of formsOf(text, language))
          expect(forms, key).toEqual(expect.arrayContaining([...formsOfLanguage(language)]));
      }
    });
  });

  test.each(Object.entries(catalogues).filter(([language]) => language !== "en"))(
    "%s leaves nothing in English",
    (language, catalogue) => {
      const words = (text: string) => text.replaceAll(/\{[^}]*\}/g, "");
      const same = Object.entries(en).filter(([key, text]) => /\p{L}{3}/u.test(words(text)) && catalogue[key] === text);
      expect(same.map(([key]) => key)).toEqual(alike[language] ?? []);
    },
  );

  test("every message is used", () => {
    const program = [...rooms.flatMap(programOf), ...files].map((file) => readFileSync(file, "utf8")).join("\n");
    const templates = [...program.matchAll(/`([a-z]+\.[^`\s]*\$\{[^`\n]*)`/g)].map(([, text = ""]) =>
      text.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "*"),
    );
    const fits = (key: string): boolean =>
      templates.some((template) => {
        const pattern = template.split("*").map((part) => part.replaceAll(".", "\\."));
        return new RegExp(`^${pattern.join("[A-Za-z0-9_+-]+")}$`).test(key);
      });
    expect(Object.keys(en).filter((key) => !program.includes(`"${key}"`) && !fits(key))).toEqual([]);
  });
}

const programOf = (room: URL): readonly URL[] =>
  readdirSync(room, { encoding: "utf8", recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => new URL(name, room));
