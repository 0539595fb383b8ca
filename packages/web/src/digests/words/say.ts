import { catalogue, type PlainMessages } from "../../words/catalogue.ts";
import type { InterfaceLanguage } from "../../words/words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type DigestWord = keyof typeof en;

const CATALOGUE = catalogue<InterfaceLanguage, DigestWord>({ en, es, ar });

/** The words for digests by mail, on pages and in the mails themselves. */
export const sayFor = ({ language }: { readonly language: InterfaceLanguage }): PlainMessages<DigestWord> =>
  CATALOGUE.plain(language);
