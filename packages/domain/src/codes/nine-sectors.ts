import { codeList, labelIn, type CodeList } from "./code-list.ts";
import list from "./lists/sectors-of-nine.json" with { type: "json" };
import type { Sector } from "./sectors.ts";

/** The sectors that may be said of a group of workers (interface.md 5). */
export type NineSector = keyof typeof list.codes;
export type SectorGroup = keyof typeof list.groups;

export const NINE_SECTORS: CodeList<NineSector> = codeList(list.codes);

export const SECTOR_GROUPS: readonly SectorGroup[] = Object.keys(list.groups) as SectorGroup[];

export const sectorGroupOf = (sector: NineSector): SectorGroup => list.codes[sector].group as SectorGroup;

/**
 * The one of nine that an ISIC code lies in. A section alone whose divisions lie in several of them (`isic4:A`: farms and
 * boats) is nowhere certain, so it is `other`.
 */
export function nineSectorOf(sector: Sector): NineSector {
  const short = sector.slice("isic4:".length);
  return NINE_SECTORS.all.find((nine) => list.codes[nine].isic4.some((part) => short.startsWith(part))) ?? "other";
}

export const sectorGroupLabel = (group: SectorGroup, language: string): string => labelIn(list.groups[group], language);

/** The ISIC codes that one of nine, or all of a group, stands for; none for `other`, which is what no code names. */
export const isicOf = (sector: NineSector | SectorGroup): readonly Sector[] =>
  NINE_SECTORS.all
    .filter((nine) => nine === sector || sectorGroupOf(nine) === sector)
    .flatMap((nine) => list.codes[nine].isic4.map((part) => `isic4:${part}` as Sector));
