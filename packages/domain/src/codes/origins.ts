import { codeList, type CodeList } from "./code-list.ts";
import list from "./lists/origins.json" with { type: "json" };
import { countryOf, type Region } from "./regions.ts";

/** The part of the world a worker is from, as M49 numbers it; a group never says the country (anonymity.md 4.2). */
export type Origin = keyof typeof list.codes;

export const ORIGINS: CodeList<Origin> = codeList(list.codes);

/** The part of the world that a country lies in. Undefined for Antarctica, where nobody is from. */
export const regionOfOrigin = (country: Region): Origin | undefined =>
  ORIGINS.all.find((origin) => list.codes[origin].countries.includes(countryOf(country)));
