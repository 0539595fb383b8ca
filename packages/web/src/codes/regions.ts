import { COUNTRY_CODES, countryNames, countryOf, region, regionName, type Region } from "@commonhall/domain";
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from "../words/words.ts";

/** Several of them. A country is left out where a part of it stands beside it. */
export const regionNames = (codes: readonly Region[], language: InterfaceLanguage): readonly string[] =>
  codes
    .filter((code) => !codes.some((other) => other !== code && countryOf(other) === code))
    .map((code) => regionName(code, language));

/** Every country, in the alphabetical order of the language. */
export function countries(language: InterfaceLanguage): readonly { readonly code: Region; readonly name: string }[] {
  const { compare } = new Intl.Collator(language);
  const all = COUNTRY_CODES.map((code) => ({ code, name: regionName(code, language) }));
  return all.sort((a, b) => compare(a.name, b.name));
}

/** A code in any case, or the name of a country in any language that the pages speak, whatever its accents. */
export function regionFrom(text: string): Region | undefined {
  const typed = text.trim();
  return region(typed.toUpperCase()) ?? named().get(plain(typed));
}

let byAnyName: ReadonlyMap<string, Region> | undefined;

function named(): ReadonlyMap<string, Region> {
  byAnyName ??= new Map(
    COUNTRY_CODES.flatMap((code) =>
      INTERFACE_LANGUAGES.flatMap((language) =>
        countryNames(code, language).map((name): [string, Region] => [plain(name ?? code), code]),
      ),
    ),
  );
  return byAnyName;
}

const plain = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
