import { catalogue, type PlainMessages, type RichMessages } from "../../words/catalogue.ts";
import type { Reader } from "../../words/reader.ts";
import type { InterfaceLanguage } from "../../words/words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type AllyKey = keyof typeof en;

const CATALOGUE = catalogue<InterfaceLanguage, AllyKey>({ en, es, ar });

/** The words for allies, two by two. */
export const sayFor = ({ language }: Pick<Reader, "language">): PlainMessages<AllyKey> => CATALOGUE.plain(language);
export const sayRichFor = ({ language }: Pick<Reader, "language">): RichMessages<AllyKey> => CATALOGUE.rich(language);
