/** An ISIC Rev. 4 section with or without division or class, its revision in front: `isic4:F`, `isic4:T97`, `isic4:C1410`. */
export type Sector = string & { readonly sector: true };

/** ISIC Rev. 4: the first and last division of each section (UN Statistical Papers M 4/Rev. 4). */
const SECTIONS: Readonly<Record<string, readonly [first: number, last: number]>> = {
  A: [1, 3],
  B: [5, 9],
  C: [10, 33],
  D: [35, 35],
  E: [36, 39],
  F: [41, 43],
  G: [45, 47],
  H: [49, 53],
  I: [55, 56],
  J: [58, 63],
  K: [64, 66],
  L: [68, 68],
  M: [69, 75],
  N: [77, 82],
  O: [84, 84],
  P: [85, 85],
  Q: [86, 88],
  R: [90, 93],
  S: [94, 96],
  T: [97, 98],
  U: [99, 99],
};

export function sector(text: string): Sector | undefined {
  const match = /^isic4:([A-U])(\d{2})?(\d{2})?$/.exec(text);
  if (match === null) return undefined;
  const [, section = "", division] = match;
  const range = SECTIONS[section];
  if (range === undefined) return undefined;
  if (division === undefined) return text as Sector;
  const number = Number(division);
  return number >= range[0] && number <= range[1] ? (text as Sector) : undefined;
}

export const SECTOR_RULE =
  "an ISIC Rev. 4 section, division or class with its revision in front (isic4:F, isic4:T97, isic4:C1410)";

/** `isic4:T97` → `T`. */
export const sectionOf = (code: Sector): string => code.slice(6, 7);
