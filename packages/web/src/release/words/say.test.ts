import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

const CATALOGUES: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, es, ar };

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
/** Numbers that the parser gives to kinds of element. */
const typeOf = (element: Element): number => element.type;
const LITERAL = 0;

/** Names of what is put into a message, however it is counted. */
function argumentsOf(text: string, language: string): readonly string[] {
  const elements = new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();
  return elements
    .filter((element) => typeOf(element) !== LITERAL && "value" in element)
    .map((element) => ("value" in element ? element.value : ""))
    .toSorted();
}

describe.each(Object.keys(CATALOGUES))("%s", (language) => {
  const catalogue = CATALOGUES[language] ?? {};

  test("has every key of English in order, and no other", () => {
    expect(Object.keys(catalogue)).toEqual(Object.keys(en).toSorted());
  });

  test("puts the same things into its messages, and says something everywhere", () => {
    for (const [key, text] of Object.entries(en)) {
      expect(argumentsOf(catalogue[key] ?? "", language), key).toEqual(argumentsOf(text, "en"));
      expect((catalogue[key] ?? "").trim(), key).toMatch(/./);
    }
  });

  test("leaves nothing in English", () => {
    const words = (text: string) => text.replaceAll(/\{[^}]*\}/g, "");
    const same = Object.entries(en).filter(([key, text]) => /\p{L}{3}/u.test(words(text)) && catalogue[key] === text);
    expect(same.map(([key]) => key)).toEqual(
      { en: same.map(([key]) => key), es: ["see.sector"], ar: [] }[language]?.filter((key) =>
        same.some(([one]) => one === key),
      ),
    );
  });
});

test("every message is used", () => {
  const room = new URL("../", import.meta.url);
  const program = readdirSync(room, { encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(new URL(name, room), "utf8"))
    .join("\n");
  const templates = [...program.matchAll(/`([a-z]+\.[^`\s]*\$\{[^`\n]*)`/g)].map(([, text = ""]) =>
    text.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "*"),
  );
  const fits = (key: string): boolean =>
    templates.some((template) => {
      const pattern = template.split("*").map((part) => part.replaceAll(".", "\\."));
      return new RegExp(`^${pattern.join("[A-Za-z0-9-]+")}$`).test(key);
    });
  expect(Object.keys(en).filter((key) => !program.includes(`"${key}"`) && !fits(key))).toEqual([]);
});
