import { sector, type Sector } from "@commonhall/domain";
import type { InterfaceLanguage } from "../words/words.ts";
import names from "./isic4.json" with { type: "json" };

const NAMES: Readonly<Record<string, Readonly<Record<InterfaceLanguage, string>> | undefined>> = names;

/** Sections of ISIC Rev. 4, in its order. */
export const SECTIONS: readonly Sector[] = Object.keys(NAMES)
  .filter((code) => code.length === 1)
  .flatMap((code) => sector(`isic4:${code}`) ?? []);

/** Divisions of ISIC Rev. 4, for whoever has to say it exactly. */
export const DIVISIONS: readonly Sector[] = Object.keys(NAMES)
  .filter((code) => code.length === 3)
  .flatMap((code) => sector(`isic4:${code}`) ?? []);

/** What a sector is called, in plain words rather than the classification's own: `isic4:C14` and `isic4:C1410` are both garments. */
export function sectorName(code: Sector, language: InterfaceLanguage): string {
  const short = code.slice("isic4:".length);
  return (NAMES[short.slice(0, 3)] ?? NAMES[short.slice(0, 1)])?.[language] ?? code;
}

/** Accepts `isic4:C14` and `c14`, for people who type codes. */
export const sectorFrom = (text: string): Sector | undefined =>
  sector(
    `isic4:${text
      .trim()
      .toUpperCase()
      .replace(/^ISIC4:/, "")}`,
  );
