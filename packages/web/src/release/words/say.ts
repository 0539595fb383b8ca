import { catalogue, type PlainMessages, type RichMessages } from "../../words/catalogue.ts";
import type { InterfaceLanguage } from "../../words/words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type SayKey = keyof typeof en;
export type Say = PlainMessages<SayKey>;
export type SayRich = RichMessages<SayKey>;

const CATALOGUE = catalogue<InterfaceLanguage, SayKey>({ en, es, ar });

/** The words of the room for release days. */
export const sayIn = CATALOGUE.plain;
export const sayRichIn = CATALOGUE.rich;
