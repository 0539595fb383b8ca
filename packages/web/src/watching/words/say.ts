import { catalogue, type PlainMessages, type RichMessages } from "../../words/catalogue.ts";
import type { Reader } from "../../words/reader.ts";
import type { InterfaceLanguage } from "../../words/words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type StatusKey = keyof typeof en;

const CATALOGUE = catalogue<InterfaceLanguage, StatusKey>({ en, es, ar });

/** The words for how the node is. */
export const sayFor = ({ language }: Pick<Reader, "language">): PlainMessages<StatusKey> => CATALOGUE.plain(language);
export const sayRichFor = ({ language }: Pick<Reader, "language">): RichMessages<StatusKey> => CATALOGUE.rich(language);
