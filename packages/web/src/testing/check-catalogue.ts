import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";

export type Catalogues = Readonly<Record<"en" | "es" | "ar", Readonly<Record<string, string>>>>;

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

/** What holds of a room's own words. `files` are those of the program that say them, seen from the folder of the room. */
export function checkCatalogue({ en, es, ar }: Catalogues, room: URL, files: readonly string[] = []): void {
  describe.each(Object.entries({ en, es, ar }))("%s", (language, catalogue) => {
    test("has every key of English in order, and no other", () => {
      expect(Object.keys(catalogue)).toEqual(Object.keys(en).toSorted());
    });

    test("puts the same things into its messages, and says something everywhere", () => {
      for (const [key, text] of Object.entries(en)) {
        expect(argumentsOf(catalogue[key] ?? "", language), key).toEqual(argumentsOf(text, "en"));
        expect((catalogue[key] ?? "").trim(), key).toMatch(/./);
      }
    });
  });

  test.each(Object.entries({ es, ar }))("%s leaves nothing in English", (_, catalogue) => {
    const words = (text: string) => text.replaceAll(/\{[^}]*\}/g, "");
    const same = Object.entries(en).filter(([key, text]) => /\p{L}{3}/u.test(words(text)) && catalogue[key] === text);
    expect(same).toEqual([]);
  });

  test("every message is used", () => {
    const program = [...readdirSync(room, { encoding: "utf8" }), ...files]
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
}
