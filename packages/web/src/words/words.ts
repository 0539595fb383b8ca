import ar from "./ar.json" with { type: "json" };
import { catalogue, type PlainMessages, type RichMessages } from "./catalogue.ts";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import { PUBLIC_TEXTS, type PublicKey } from "./public/words.ts";

/** The languages of the desk and of most pages. What people publish may be in any language. */
export const INTERFACE_LANGUAGES = ["en", "es", "ar"] as const;
export type InterfaceLanguage = (typeof INTERFACE_LANGUAGES)[number];
export type WordKey = keyof typeof en | PublicKey;
export type Words = PlainMessages<WordKey>;
export type RichWords = RichMessages<WordKey>;

/** Every catalogue has every key of the English one; `words.test.ts` checks what the compiler cannot. */
const CATALOGUE = catalogue<InterfaceLanguage, WordKey>({
  en: { ...PUBLIC_TEXTS.en, ...en },
  es: { ...PUBLIC_TEXTS.es, ...es },
  ar: { ...PUBLIC_TEXTS.ar, ...ar },
});

export const wordsFor = CATALOGUE.plain;
export const richWordsFor = CATALOGUE.rich;
