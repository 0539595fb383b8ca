import { codeList, labelIn, type CodeList } from "./code-list.ts";
import list from "./lists/sectors-of-nine.json" with { type: "json" };
import type { Sector } from "./sectors.ts";

/** The sectors that may be said of a group of workers (interface.md 5). */
export type NineSector = keyof typeof list.codes;
export type SectorGroup = keyof typeof list.groups;

export const NINE_SECTORS: CodeList<NineSector> = codeList(list.codes);

export const SECTOR_GROUPS: readonly SectorGroup[] = Object.keys(list.groups) as SectorGroup[];

/** What one of the nine, or one of the four groups that they form, is called. */
export const sectorLabel = (code: NineSector | SectorGroup, language: string): string =>
  isGroup(code) ? labelIn(list.groups[code], language) : NINE_SECTORS.label(code, language);

const isGroup = (code: string): code is SectorGroup => SECTOR_GROUPS.some((group) => group === code);

export const sectorGroupOf = (sector: NineSector): SectorGroup => list.codes[sector].group as SectorGroup;

/**
 * The one of nine that an ISIC code lies in. A section alone whose divisions lie in several of them (`isic4:A`: farms and
 * boats) is nowhere certain, so it is `other`.
 */
export function nineSectorOf(sector: Sector): NineSector {
  const short = sector.slice("isic4:".length);
  return NINE_SECTORS.all.find((nine) => list.codes[nine].isic4.some((part) => short.startsWith(part))) ?? "other";
}

/** The ISIC codes that one of nine, or all of a group, stands for; none for `other`, which is what no code names. */
export const isicOf = (sector: NineSector | SectorGroup): readonly Sector[] =>
  NINE_SECTORS.all
    .filter((nine) => nine === sector || sectorGroupOf(nine) === sector)
    .flatMap((nine) => list.codes[nine].isic4.map((part) => `isic4:${part}` as Sector));
