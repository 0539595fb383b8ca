import { partName } from "./country-parts.ts";
import { countryOf, type Region } from "./regions.ts";

/** Names of languages in themselves, where the runtime has none (it answers in English or with the bare code) or too short a one. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  ak: "Akan",
  ay: "Aymar aru",
  bho: "भोजपुरी",
  fil: "Filipino",
  gn: "Avañe’ẽ",
  hil: "Hiligaynon",
  ht: "Kreyòl ayisyen",
  id: "Bahasa Indonesia",
  ilo: "Ilokano",
  kac: "Jinghpaw",
  ksw: "ကညီကျိာ်",
  mai: "मैथिली",
  mam: "Qyol Mam",
  mnw: "ဘာသာမန်",
  ms: "Bahasa Melayu",
  om: "Afaan Oromoo",
  rhg: "Ruáingga",
  shn: "လိၵ်ႈတႆး",
  syl: "ꠍꠤꠟꠐꠤ",
  yua: "Maaya t’aan",
};

/** A language's name in itself, so that whoever speaks it finds it: `العربية`, `Bahasa Indonesia`. The tag, where nobody has written that down. */
export function ownName(tag: string): string {
  const known = OWN_NAMES[tag];
  if (known !== undefined) return known;
  const name = displayName(tag, tag, "language", "long") ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** Whether the primary subtag is a language's that has a name in the runtime's tables or in ours. */
export const isLanguage = (tag: string): boolean =>
  OWN_NAMES[tag] !== undefined || displayName(tag, "en", "language", "long") !== undefined;

/** A language's name in another. */
export const languageName = (tag: string, language: string): string =>
  displayName(tag, language, "language", "long") ?? tag;

/**
 * A country by its name, a part of one by its own in English and the country's behind it: `Lebanon`, `Beirut (Lebanon)`.
 * By its code where nobody has written the name down: `Lebanon (LB-XX)`.
 */
export function regionName(code: Region, language: string): string {
  const country = countryOf(code);
  const [short, long] = countryNames(country, language);
  // `Hong Kong` and `Palestine` rather than what treaties call them, but no abbreviations: `US`, `EE. UU.`.
  const name = (short === undefined || short.length <= 3 || short.includes(".") ? long : short) ?? country;
  if (code === country) return name;
  const part = partName(code);
  return part === undefined ? `${name} (${code})` : `${part} (${name})`;
}

/** The short and the long name, as far as the runtime knows them. */
export const countryNames = (
  country: string,
  language: string,
): readonly [short: string | undefined, long: string | undefined] => [
  displayName(country, language, "region", "short"),
  displayName(country, language, "region", "long"),
];

/** English stands after the wanted language, or else the machine's own would be taken where data are missing. */
function displayName(
  code: string,
  language: string,
  type: "language" | "region",
  style: "long" | "short",
): string | undefined {
  try {
    return namesIn(language, type, style).of(code);
  } catch {
    return undefined;
  }
}

const kept = new Map<string, Intl.DisplayNames>();
/** Anybody may ask for a page in any language. */
const MOST_KEPT = 200;

/** Making them takes far longer than asking them, and a list of countries asks five hundred times. */
function namesIn(language: string, type: "language" | "region", style: "long" | "short"): Intl.DisplayNames {
  const key = `${language} ${type} ${style}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DisplayNames([language, "en"], { type, style, fallback: "none" });
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}
