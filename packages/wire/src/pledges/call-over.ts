import type { LanguageTag, Texts } from "@commonhall/domain";
import { fixedWords } from "../text/fixed-words.ts";

/** What an offer is answered with that comes when nothing is wanted any more, in each of the languages. */
export const callOverText = (languages: readonly [LanguageTag, ...LanguageTag[]]): Texts =>
  Object.fromEntries(languages.map((language) => [language, fixedWords(language)("callOver")]));
