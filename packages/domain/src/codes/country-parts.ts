import cldr from "cldr-subdivisions-full/subdivisions/en/en.json" with { type: "json" };
import subdivisions from "./lists/subdivisions.json" with { type: "json" };
import { COUNTRY_CODES, type Region } from "./regions.ts";

const LISTED: Readonly<Record<string, string>> = subdivisions.parts;
const NAMES: Readonly<Record<string, string>> = cldr.subdivisions.localeDisplayNames.subdivisions;
/** CLDR sets a mark behind a name that two parts have had. */
const NOTE_MARK = /[¹²³]+$/u;

/** The parts that ISO 3166-2 gives a country, as regions: `LB-BA`. None of what is no country. */
export const partsOfCountry = (country: string): readonly Region[] =>
  (LISTED[country] ?? "")
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => `${country}-${part}` as Region);

/** All of them: some five thousand. */
export const COUNTRY_PARTS: readonly Region[] = COUNTRY_CODES.flatMap(partsOfCountry);

/**
 * A part of a country by what CLDR calls it in English: `Beirut`. In other languages CLDR has next to none of them, and
 * ISO's own spelling (`Ad Dawḩah`) is what nobody calls Doha. Undefined where it has no name, or shares it with another
 * part of the same country: its code tells them apart.
 */
export const partName = (code: Region): string | undefined => NAMES_THAT_TELL.get(code);

const NAMES_THAT_TELL = new Map(COUNTRY_CODES.flatMap(namesIn));

/** The names that one part of the country has alone. */
function namesIn(country: string): readonly (readonly [Region, string])[] {
  const named = partsOfCountry(country).flatMap((code) => {
    const name = NAMES[code.replace("-", "").toLowerCase()]?.replace(NOTE_MARK, "");
    return name === undefined ? [] : [[code, name] as const];
  });
  const withoutAccents = ([, name]: readonly [Region, string]) => name.normalize("NFKD").replace(/\p{M}/gu, "");
  return [...Map.groupBy(named, withoutAccents).values()].flatMap((same) => (same.length === 1 ? same : []));
}
