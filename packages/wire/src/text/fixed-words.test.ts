import { expect, test } from "vitest";
import table from "./fixed-words.json" with { type: "json" };
import { fixedWords, type FixedWord } from "./fixed-words.ts";

const LANGUAGES = "en es ar fr id fil ne bn hi ta my th vi ur".split(" ");
const words = Object.keys(table.en);

test("no word is missing in any of the fourteen languages, and none is left over", () => {
  expect(Object.keys(table)).toEqual(LANGUAGES);
  for (const [language, translated] of Object.entries(table)) {
    expect([language, ...Object.keys(translated)]).toEqual([language, ...words]);
    for (const word of Object.values(translated)) expect(word.trim()).toBe(word);
    for (const word of Object.values(translated)) expect(word).not.toMatch(/^$|[<>&"]/);
  }
});

test("a language with a script of its own is written in it", () => {
  const scripts = { ar: "Arab", ur: "Arab", ne: "Deva", hi: "Deva", bn: "Beng", ta: "Taml", my: "Mymr", th: "Thai" };
  for (const [language, script] of Object.entries(scripts)) {
    const inScript = new RegExp(`\\p{Script=${script}}`, "u");
    const words = fixedWords(language);
    for (const word of Object.keys(table.en).filter(isWord)) expect(words(word)).toMatch(inScript);
  }
});

test("a variety of a language has the language's words, any other language English ones", () => {
  expect(fixedWords("es-419")("when")).toBe("Cuándo");
  expect(fixedWords("am")("when")).toBe("When");
  expect(fixedWords("constructor")("when")).toBe("When");
});

function isWord(key: string): key is FixedWord {
  return words.includes(key);
}
