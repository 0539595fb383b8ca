import { catalogue, type PlainMessages, type RichMessages } from "../../words/catalogue.ts";
import ar from "./ar.json" with { type: "json" };
import bn from "./bn.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fil from "./fil.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import id from "./id.json" with { type: "json" };
import ne from "./ne.json" with { type: "json" };

/** The languages of the workers' pages, in the order in which they are offered. */
export const INTAKE_LANGUAGES = ["ar", "bn", "en", "es", "fil", "fr", "id", "ne"] as const;
export type IntakeLanguage = (typeof INTAKE_LANGUAGES)[number];
export type SayKey = keyof typeof en;
export type Say = PlainMessages<SayKey>;
export type SayRich = RichMessages<SayKey>;

const CATALOGUE = catalogue<IntakeLanguage, SayKey>({ ar, bn, en, es, fil, fr, id, ne });

export const sayIn = CATALOGUE.plain;
export const sayRichIn = CATALOGUE.rich;

export const intakeLanguage = (tag: string): IntakeLanguage | undefined =>
  INTAKE_LANGUAGES.find((language) => language === (tag === "tl" ? "fil" : tag));

/** The first of the languages that somebody wants which the pages speak. */
export const firstOf = (wanted: readonly string[]): IntakeLanguage =>
  wanted.map((tag) => intakeLanguage(tag.split("-")[0] ?? tag)).find((language) => language !== undefined) ?? "en";
