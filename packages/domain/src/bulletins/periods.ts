import { DAY, HOUR, type Timestamp } from "../time.ts";

/** How long a period of a release is, in months. */
export type PeriodLength = 3 | 12 | 24;

export interface Period {
  readonly months: PeriodLength;
  /** The hour at which anything is said of it, and no other. */
  readonly released: Timestamp;
}

/**
 * `2026-Q1`, `2026` or `2025-2026`: two-year periods begin in odd years. Undefined for what is none. What is said of a
 * period is said on the release day that follows its end by a month (anonymity.md 5.3, R6).
 */
export function periodFrom(text: string): Period | undefined {
  const [, quarterYear, quarter] = /^([12]\d{3})-Q([1-4])$/.exec(text) ?? [];
  if (quarterYear !== undefined)
    return { months: 3, released: releaseHour(Number(quarterYear), Number(quarter) * 3 + 1) };
  const [, year] = /^([12]\d{3})$/.exec(text) ?? [];
  if (year !== undefined) return { months: 12, released: releaseHour(Number(year), 13) };
  const [, first, last] = /^([12]\d{3})-([12]\d{3})$/.exec(text) ?? [];
  const areTwo = Number(first) % 2 === 1 && Number(last) === Number(first) + 1;
  return areTwo ? { months: 24, released: releaseHour(Number(last), 13) } : undefined;
}

/** The first Tuesday of February, May, August or November, 09:00 UTC, the same for the whole federation (R6). */
export function isReleaseHour(at: Timestamp): boolean {
  const date = new Date(at);
  const month = date.getUTCMonth();
  return month % 3 === 1 && at === releaseHour(date.getUTCFullYear(), month);
}

/** Of the month, counted from January of the year as 0. */
function releaseHour(year: number, month: number): Timestamp {
  const first = Date.UTC(year, month, 1);
  const daysToTuesday = (9 - new Date(first).getUTCDay()) % 7;
  return first + daysToTuesday * DAY + 9 * HOUR;
}
