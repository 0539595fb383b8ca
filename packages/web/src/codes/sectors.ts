import { ISIC4, sector, type Sector } from "@commonhall/domain";

const ofLength = (length: number): readonly Sector[] =>
  ISIC4.all.filter((code) => code.length === length).flatMap((code) => sector(`isic4:${code}`) ?? []);

/** Sections of ISIC Rev. 4, in its order. */
export const SECTIONS: readonly Sector[] = ofLength("T".length);

/** Divisions of ISIC Rev. 4, for whoever has to say it exactly. */
export const DIVISIONS: readonly Sector[] = ofLength("T97".length);

/** Accepts `isic4:C14` and `c14`, for people who type codes. */
export const sectorFrom = (text: string): Sector | undefined =>
  sector(
    `isic4:${text
      .trim()
      .toUpperCase()
      .replace(/^ISIC4:/, "")}`,
  );
