import { countryOf, type LanguageTag, type Region } from "@commonhall/domain";

/** What a language calls itself: `español`. The tag, where nobody has written that down. */
export const ownName = (language: LanguageTag): string => nameOf(language, "language", language);

/** A country by its name, a part of one by the country's name and its code: `Lebanon`, `Lebanon (LB-BA)`. */
export function regionName(region: Region, language: string): string {
  const country = countryOf(region);
  const name = nameOf(language, "region", country);
  return region === country ? name : `${name} (${region})`;
}

/** English is named after the wanted language, or else the machine's own language would be taken where data are missing. */
function nameOf(language: string, type: "language" | "region", code: string): string {
  return new Intl.DisplayNames([language, "en"], { type, fallback: "code" }).of(code) ?? code;
}
