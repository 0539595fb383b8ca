import { catalogue, type PlainMessages } from "../../words/catalogue.ts";
import type { Reader } from "../../words/reader.ts";
import type { InterfaceLanguage } from "../../words/words.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type BulletinKey = keyof typeof en;

const CATALOGUE = catalogue<InterfaceLanguage, BulletinKey>({ en, es, ar });

/** The words for what workers reported, told about groups. */
export const sayFor = ({ language }: Pick<Reader, "language">): PlainMessages<BulletinKey> => CATALOGUE.plain(language);
