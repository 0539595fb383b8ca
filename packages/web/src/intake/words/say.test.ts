import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { INTAKE_LANGUAGES, firstOf, sayIn, type SayKey } from "./say.ts";

const folder = new URL("./", import.meta.url);
const catalogueOf = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`${language}.json`, folder), "utf8")) as Record<string, string>;
const en = catalogueOf("en");

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
/** Numbers that the parser gives to kinds of element. */
const typeOf = (element: Element): number => element.type;
const LITERAL = 0;

const elementsOf = (text: string, language: string): readonly Element[] =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();

const argumentsOf = (text: string, language: string): readonly string[] =>
  elementsOf(text, language)
    .filter((element) => typeOf(element) !== LITERAL && "value" in element)
    .map((element) => `${typeOf(element)} ${"value" in element ? element.value : ""}`)
    .toSorted();

describe.each(INTAKE_LANGUAGES)("%s", (language) => {
  const catalogue = catalogueOf(language);

  test("has every key of English in its order, and no other", () => {
    expect(Object.keys(catalogue)).toEqual(Object.keys(en).toSorted());
  });

  test("puts the same things into its messages", () => {
    for (const [key, text] of Object.entries(en)) {
      expect(argumentsOf(catalogue[key] ?? "", language), key).toEqual(argumentsOf(text, "en"));
    }
  });

  test("says something everywhere, in its own script and not in English", () => {
    for (const [key, text] of Object.entries(catalogue)) {
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe("");
    }
    const same = Object.keys(en).filter((key) => language !== "en" && catalogue[key] === en[key]);
    expect(same).toEqual(language === "fr" ? ["step", "title"].filter((key) => catalogue[key] === en[key]) : []);
  });

  test("the advice names the buttons as they are called", () => {
    const say = sayIn(language);
    expect(say("advice.alone")).toContain(say("leave"));
    const send = say("check.button").toLocaleLowerCase(language).slice(0, 4);
    expect(say("advice.questions").toLocaleLowerCase(language)).toContain(send);
  });
});

test("every catalogue that lies here is one of a language that is offered", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  expect(files.map((name) => name.replace(".json", ""))).toEqual([...INTAKE_LANGUAGES]);
});

test("every message is used, and every one that is named is there", () => {
  const room = new URL("../", folder);
  const program = readdirSync(room, { encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(new URL(name, room), "utf8"))
    .join("\n");
  const templates = [...program.matchAll(/`([a-z$][^`\s]*)`/g)].map(([, text = ""]) =>
    text.replaceAll(/\$\{[^}]*\}/g, "*"),
  );
  const fits = (key: string) =>
    templates.some((template) => {
      const pattern = template.split("*").map((part) => part.replaceAll(".", "\\."));
      return pattern.join("") !== "" && new RegExp(`^${pattern.join("[A-Za-z0-9.-]+")}$`).test(key);
    });
  const unused = Object.keys(en).filter((key) => !program.includes(`"${key}"`) && !fits(key));
  expect(unused).toEqual([]);
});

test("the first language that somebody wants and the pages speak", () => {
  expect(firstOf(["tl-PH", "en"])).toBe("fil");
  expect(firstOf(["th", "ne-NP", "en"])).toBe("ne");
  expect(firstOf(["th"])).toBe("en");
});

test("numbers are written as the language writes them", () => {
  const key: SayKey = "step";
  expect(sayIn("ne")(key, { number: 2, of: 8 })).toContain("२");
  expect(sayIn("bn")(key, { number: 2, of: 8 })).toContain("২");
});
