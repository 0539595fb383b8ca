import type { AuditLine, Case } from "@commonhall/anonymity";
import { countryOf, sectorGroupOf, type Bulletin, type StatTable } from "@commonhall/domain";

/** All that an adversary has: what was published, whoever it was for. */
export interface Published {
  readonly bulletins: readonly Bulletin[];
  readonly tables: readonly StatTable[];
}

/** The same with the truth, by which an attack is scored and from which none may guess. */
export interface Released extends Published {
  readonly cases: readonly Case[];
  readonly audit: readonly AuditLine[];
}

/** A bulletin and who is in it. */
export interface Cohort {
  readonly bulletin: Bulletin;
  readonly members: readonly Case[];
}

export function cohortsOf({ bulletins, audit, cases }: Released): readonly Cohort[] {
  const byId = new Map(cases.map((one) => [one.id, one]));
  // An engine that breaks a rule may give one id twice; the lines come in the order of the bulletins.
  const lines = Map.groupBy(audit, ({ bulletin }) => bulletin);
  return bulletins.map((bulletin) => ({
    bulletin,
    members: (lines.get(bulletin.id)?.shift()?.members ?? []).map((id) => {
      const found = byId.get(id);
      if (found === undefined) throw new Error(`${id} was released and never told`);
      return found;
    }),
  }));
}

/** Whether a bulletin can be about this case, as anybody can read it. */
export const describes = (bulletin: Bulletin, one: Pick<Case, "place" | "sector" | "origin" | "verified">): boolean =>
  covers(bulletin.period, one.verified) &&
  (bulletin.place === one.place || (one.place !== null && bulletin.place === countryOf(one.place))) &&
  (bulletin.sector === null ||
    bulletin.sector === one.sector ||
    (one.sector !== null && bulletin.sector === sectorGroupOf(one.sector))) &&
  (bulletin.origin === null || bulletin.origin === one.origin);

/** `2026-03` lies in `2026-Q1`, `2026` and `2025-2026`. */
export const covers = (period: string, month: string): boolean => {
  const { start, length } = spanOf(period);
  const at = monthNumber(month);
  return at >= start && at < start + length;
};

/** The first month of a period, counted from the year 0, and how many there are. */
export function spanOf(period: string): { readonly start: number; readonly length: number } {
  const year = Number(period.slice(0, 4));
  const quarter = /-Q([1-4])$/.exec(period)?.[1];
  if (quarter !== undefined) return { start: year * 12 + (Number(quarter) - 1) * 3, length: 3 };
  return { start: year * 12, length: period.length === 4 ? 12 : 24 };
}

export const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

export const quarterOf = (month: string): string =>
  `${month.slice(0, 4)}-Q${Math.floor((Number(month.slice(5, 7)) - 1) / 3) + 1}`;

const BANDS = {
  "11-19": [11, 19],
  "20-49": [20, 49],
  "50-99": [50, 99],
  "100+": [100, Number.POSITIVE_INFINITY],
} as const;

/** The least and the most that a band says. */
export const bandOf = (people: Bulletin["people"]): readonly [number, number] => BANDS[people];

export function groupBy<T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(all, key);
}
