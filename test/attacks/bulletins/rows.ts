import type { Case } from "@commonhall/anonymity";
import { countryOf, sectorGroupOf } from "@commonhall/domain";
import type { Claim } from "./linkage.ts";
import { quarterOf } from "./releases.ts";

/** From fine to coarse: what a row says of where, in which trade and from where. */
const LADDER: readonly ((one: Case) => string)[] = [
  ({ place, sector, origin }) => `${place} ${sector} ${origin}`,
  ({ place, sector }) => `${place} ${sector}`,
  ({ place, sector }) => `${place === null ? null : countryOf(place)} ${sector}`,
  ({ place, sector }) =>
    `${place === null ? null : countryOf(place)} ${sector === null ? null : sectorGroupOf(sector)}`,
  ({ place }) => `${place === null ? null : countryOf(place)}`,
];
const K = 11;

/**
 * What others do and this network does not: each report becomes a row with its codes at the end of its quarter, as
 * fine as leaves it k-anonymous among all cases so far, and never changes.
 */
export function rowsOf(cases: readonly Case[]): readonly Claim[] {
  return cases.flatMap((told) => {
    const quarter = quarterOf(told.verified);
    const sofar = cases.filter(({ verified }) => quarterOf(verified) <= quarter);
    const key = LADDER.find((of) => sofar.filter((one) => of(one) === of(told)).length >= K);
    if (key === undefined) return [];
    const said = (one: Case) => `${key(one)} ${quarterOf(one.verified)} ${[...one.abuse].sort().join()}`;
    const row = said(told);
    return [{ fits: (one: Case) => said(one) === row, members: [told] }];
  });
}
