import { catalogue, type PlainMessages, type RichMessages } from "../../words/catalogue.ts";
import type { Reader } from "../../words/reader.ts";
import type { InterfaceLanguage } from "../../words/words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type FeedWord = keyof typeof en;

const CATALOGUE = catalogue<InterfaceLanguage, FeedWord>({ en, es, ar });

/** The words for the feeds that the desk keeps an eye on. */
export const sayFor = ({ language }: Pick<Reader, "language">): PlainMessages<FeedWord> => CATALOGUE.plain(language);

export const sayRich = ({ language }: Pick<Reader, "language">): RichMessages<FeedWord> => CATALOGUE.rich(language);
