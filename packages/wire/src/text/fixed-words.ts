import table from "./fixed-words.json" with { type: "json" };

/** The words that stand in generated texts whoever wrote the rest: `when`, `where`, `picket`. */
export type FixedWord = keyof (typeof table)["en"];
export type FixedWords = (word: FixedWord) => string;

const byLanguage: ReadonlyMap<string, Readonly<Record<FixedWord, string>>> = new Map(Object.entries(table));

/** What a call says that has been withdrawn. */
export const stopSharingIn = (language: string): string => fixedWords(language)("stopSharing");

/** In the language of the text they stand in; in English where the table has no such language. */
export function fixedWords(language: string): FixedWords {
  const words = byLanguage.get(language) ?? byLanguage.get(language.split("-")[0] ?? "") ?? table.en;
  return (word) => words[word];
}
