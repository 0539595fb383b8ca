import { catalogue, type PlainMessages, type RichMessages } from "../../words/catalogue.ts";
import type { Reader } from "../../words/reader.ts";
import type { InterfaceLanguage } from "../../words/words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type AllianceKey = keyof typeof en;

const CATALOGUE = catalogue<InterfaceLanguage, AllianceKey>({ en, es, ar });

/** The words for alliances of many. */
export const sayFor = ({ language }: Pick<Reader, "language">): PlainMessages<AllianceKey> => CATALOGUE.plain(language);
export const sayRichFor = ({ language }: Pick<Reader, "language">): RichMessages<AllianceKey> =>
  CATALOGUE.rich(language);
