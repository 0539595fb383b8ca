import {
  COUNTRY_CODES,
  COUNTRY_PARTS,
  countryNames,
  countryOf,
  partName,
  region,
  regionName,
  type Region,
} from "@commonhall/domain";
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

/**
 * A code in any case, the name of a country in any language that the pages speak, or a part of one as pages write it
 * (`Beirut (Lebanon)`, `Lebanon (LB-XX)`), alone where only one country has a part of that name; whatever its accents.
 */
export function regionFrom(text: string): Region | undefined {
  const typed = text.trim();
  return (
    region(typed.toUpperCase()) ??
    countriesByName().get(plain(typed)) ??
    only(partsByName().get(plain(typed))) ??
    [...typed.matchAll(/\(/gu)].map(({ index }) => partIn(typed.slice(0, index), typed.slice(index))).find(Boolean)
  );
}

/** The brackets may hold brackets: `Yangon (Myanmar (Burma))`. */
function partIn(name: string, behind: string): Region | undefined {
  const country = countriesByName().get(plain(behind));
  return (
    only(
      partsByName()
        .get(plain(name))
        ?.filter((code) => countryOf(code) === country),
    ) ?? (behind.includes("-") ? region(behind.slice(1, -1).toUpperCase()) : undefined)
  );
}

const only = (codes: readonly Region[] = []): Region | undefined => (codes.length === 1 ? codes[0] : undefined);

let countriesByAnyName: ReadonlyMap<string, Region> | undefined;
let partsByAnyName: ReadonlyMap<string, readonly Region[]> | undefined;

const countriesByName = (): ReadonlyMap<string, Region> =>
  (countriesByAnyName ??= new Map(
    COUNTRY_CODES.flatMap((code) =>
      INTERFACE_LANGUAGES.flatMap((language) =>
        countryNames(code, language).map((name): [string, Region] => [plain(name ?? code), code]),
      ),
    ),
  ));

const partsByName = (): ReadonlyMap<string, readonly Region[]> =>
  (partsByAnyName ??= Map.groupBy(COUNTRY_PARTS, (code) => plain(partName(code) ?? code)));

const plain = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
