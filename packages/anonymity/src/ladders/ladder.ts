import {
  countryOf,
  isCountry,
  type NineSector,
  type Origin,
  type Region,
  sectorGroupOf,
  type SectorGroup,
  region,
  type Month,
  type PeriodLength,
  LEVEL_STEPS,
  type LevelStep,
} from "@commonhall/domain";

import type { Case } from "../case.ts";

/** One step of the way from fine to coarse, and who may be in its groups. */
export interface Step extends LevelStep {
  /** For everybody; those that are held back are released on no other (R7). */
  readonly coarsest: boolean;
  /** Whether nodes may form groups of it together: never within a province, which would point at a centre (5.6). */
  readonly pooled: boolean;
}

/**
 * Taken in this order whatever the cases are (R7; anonymity.md 5.4): a path that is chosen by the data would tell of the
 * data. Who is left over after it is counted in statistics only.
 */
export const LADDER: readonly Step[] = LEVEL_STEPS.map((step) => ({
  ...step,
  coarsest: step.sector === "none",
  pooled: step.place === "country",
}));

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
