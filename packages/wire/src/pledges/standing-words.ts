import type { LanguageTag, Texts } from "@commonhall/domain";
import { fixedWords, type FixedWord } from "../text/fixed-words.ts";

type Languages = readonly [LanguageTag, ...LanguageTag[]];

const inAll = (languages: Languages, word: FixedWord): Texts =>
  Object.fromEntries(languages.map((language) => [language, fixedWords(language)(word)]));

/** What an offer is answered with that comes when nothing is wanted any more, in each of the languages. */
export const callOverText = (languages: Languages): Texts => inAll(languages, "callOver");

/** The thanks of somebody who wrote none. */
export const thanksText = (languages: Languages): Texts => inAll(languages, "thanks");
