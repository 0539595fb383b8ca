import {
  countryOf,
  isCountry,
  type NineSector,
  type Origin,
  type Region,
  sectorGroupOf,
  type SectorGroup,
  region,
} from "@commonhall/domain";
import type { Level } from "../bulletin.ts";
import type { Case } from "../case.ts";
import type { Month, PeriodLength } from "./months.ts";

/** One step of the way from fine to coarse: what is said of a group at this level, and what is left out. */
export interface Step {
  readonly level: Level;
  readonly months: PeriodLength;
  readonly place: "province" | "country";
  readonly sector: "nine" | "group" | "none";
  readonly origin: boolean;
  /** For everybody; those that are held back are released on no other (R7). */
  readonly coarsest: boolean;
  /** Whether nodes may form groups of it together: never within a province, which would point at a centre (5.6). */
  readonly pooled: boolean;
}

const step = (
  level: Level,
  months: PeriodLength,
  place: Step["place"],
  sector: Step["sector"],
  more: { readonly origin?: true; readonly coarsest?: true } = {},
): Step => ({ level, months, place, sector, origin: false, coarsest: false, pooled: place === "country", ...more });

/**
 * The same for the whole federation, and taken in this order whatever the cases are (R7; anonymity.md 5.4): a path that
 * is chosen by the data would tell of the data. Who is left over after it is counted in statistics only.
 */
export const LADDER: readonly Step[] = [
  step("B0", 3, "province", "nine", { origin: true }),
  step("B1", 3, "province", "nine"),
  step("B2", 3, "country", "nine"),
  step("B3", 12, "province", "nine"),
  step("B4", 12, "country", "nine"),
  step("B5", 12, "country", "group"),
  step("B6", 12, "country", "none", { coarsest: true }),
  step("B7", 24, "country", "none", { coarsest: true }),
];

/** How far back the longest period reaches that ends just before `end`. */
export const longestPeriod = (end: Month): PeriodLength =>
  LADDER.findLast(({ months }) => end % months === 0)?.months ?? 3;

/** What everybody in a group has in common, beside the period. */
export interface Description {
  readonly place: Region;
  readonly sector: NineSector | SectorGroup | null;
  readonly origin: Origin | null;
}

/** Undefined where the case lacks what is said at this level: it waits for one that does not ask for it. */
export function describe(step: Step, { place, sector, origin }: Case): Description | undefined {
  const where = place === null ? undefined : placeAt(step, place);
  if (where === undefined) return undefined;
  if ((step.sector !== "none" && sector === null) || (step.origin && origin === null)) return undefined;
  return { place: where, sector: sector === null ? null : sectorAt(step, sector), origin: step.origin ? origin : null };
}

function placeAt(step: Step, place: Region): Region | undefined {
  if (step.place === "country") return region(countryOf(place));
  return isCountry(place) ? undefined : place;
}

function sectorAt(step: Step, sector: NineSector): Description["sector"] {
  if (step.sector === "none") return null;
  return step.sector === "nine" ? sector : sectorGroupOf(sector);
}
