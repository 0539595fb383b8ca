import { catalogue, type PlainMessages, type RichMessages } from "../catalogue.ts";
import type { Reader } from "../reader.ts";
import type { InterfaceLanguage } from "../words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type TogetherKey = keyof typeof en;

const CATALOGUE = catalogue<InterfaceLanguage, TogetherKey>({ en, es, ar });

/** The words for what centres do with each other: endorsing, organising together, vouching, and what waits apart. */
export const sayFor = ({ language }: Pick<Reader, "language">): PlainMessages<TogetherKey> => CATALOGUE.plain(language);
export const sayRichFor = ({ language }: Pick<Reader, "language">): RichMessages<TogetherKey> =>
  CATALOGUE.rich(language);
