import { codeList } from "./code-list.ts";
import isic4 from "./lists/isic4.json" with { type: "json" };
import type { Sector } from "./sectors.ts";

/** The sections and divisions of ISIC Rev. 4, as `T` and `T97`. */
export const ISIC4 = codeList(isic4.codes);

/** What a sector is called; `isic4:C14` and `isic4:C1410` are both garments. */
export function sectorName(code: Sector, language: string): string {
  const short = code.slice("isic4:".length);
  const named = ISIC4.find(short.slice(0, 3)) ?? ISIC4.find(short.slice(0, 1));
  return named === undefined ? code : ISIC4.label(named, language);
}
