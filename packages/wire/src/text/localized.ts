import { languagesOf, type LanguageTag, type Texts } from "@commonhall/domain";

/** One text in each of its languages. */
export interface Localized {
  /** Byte for byte the first entry of the map (wire.md 11, rule 3): by it others know which language the text is in. */
  readonly first: string;
  readonly map: Readonly<Record<string, string>>;
}

export function localized(languages: readonly LanguageTag[], textIn: (language: LanguageTag) => string): Localized {
  const entries = languages.map((language): [LanguageTag, string] => [language, textIn(language)]);
  const [first] = entries;
  if (first === undefined) throw new Error("A text without any language");
  return { first: first[1], map: Object.fromEntries(entries) };
}

/** The text in the languages that it has itself: first those of `order`, because they are the document's. */
export function localizedTexts(
  texts: Texts,
  order: readonly LanguageTag[],
  made: (text: string) => string = (text) => text,
): Localized {
  const has = languagesOf(texts);
  const languages = [...order.filter((language) => has.includes(language)), ...has];
  return localized([...new Set(languages)], (language) => made(texts[language] ?? ""));
}
