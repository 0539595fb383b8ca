import { catalogue, type PlainMessages, type RichMessages } from "../catalogue.ts";
import ar from "./ar.json" with { type: "json" };
import bn from "./bn.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fil from "./fil.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import hi from "./hi.json" with { type: "json" };
import id from "./id.json" with { type: "json" };
import ne from "./ne.json" with { type: "json" };
import pt from "./pt.json" with { type: "json" };
import tr from "./tr.json" with { type: "json" };
import ur from "./ur.json" with { type: "json" };

/**
 * The languages of those public pages that speak more of them than the desk does, in the order in which they are offered.
 * A page is in one of them as a whole: it says nothing but what has been written in all of them.
 */
export const PUBLIC_LANGUAGES = ["en", "es", "ar", "fr", "pt", "id", "fil", "hi", "ur", "bn", "ne", "tr"] as const;
export type PublicLanguage = (typeof PUBLIC_LANGUAGES)[number];
export type PublicKey = keyof typeof en;
export type PublicWords = PlainMessages<PublicKey>;
export type PublicRichWords = RichMessages<PublicKey>;

/** What such pages share with all others: the frame around them, how to follow, what kinds of things are published. */
export const PUBLIC_TEXTS: Readonly<Record<PublicLanguage, Readonly<Record<PublicKey, string>>>> = {
  ar,
  bn,
  en,
  es,
  fil,
  fr,
  hi,
  id,
  ne,
  pt,
  tr,
  ur,
};

const CATALOGUE = catalogue<PublicLanguage, PublicKey>(PUBLIC_TEXTS);

export const publicWordsFor = CATALOGUE.plain;
export const publicRichWordsFor = CATALOGUE.rich;
