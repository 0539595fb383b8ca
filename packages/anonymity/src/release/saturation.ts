import { countryOf, type NineSector, NINE_SECTORS, sectorGroupOf } from "@commonhall/domain";
import type { Description } from "../ladders/ladder.ts";
import type { Estimate, Policy } from "./policy.ts";

/** One in so many of those whom a public figure counts, at most. */
const ONE_IN = 20;

/**
 * Whether the group is more than 5 % of all such workers, where a public figure says how many there are (R10): then
 * "did this worker report?" would have a likely answer. Every figure counts that speaks of the same people or of more.
 */
export const isSaturated = (described: Description, people: number, { estimates }: Policy): boolean =>
  estimates.some((estimate) => covers(estimate, described) && people * ONE_IN > estimate.people);

function covers({ place, sector }: Estimate, described: Description): boolean {
  if (place !== described.place && place !== countryOf(described.place)) return false;
  const counted = sectorsOf(sector);
  return sectorsOf(described.sector).every((one) => counted.includes(one));
}

/** Null is all of them, and a group those that it is made of. */
const sectorsOf = (sector: Description["sector"]): readonly NineSector[] =>
  NINE_SECTORS.all.filter((one) => sector === null || one === sector || sectorGroupOf(one) === sector);
