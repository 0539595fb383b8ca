import type { Timestamp } from "../time.ts";
import { releaseDate, releaseTime } from "./calendar.ts";
import { monthFrom, yearOf, type PeriodLength } from "./months.ts";

export interface Period {
  readonly months: PeriodLength;
  /** Its first moment, UTC. */
  readonly begins: Timestamp;
  /** The hour at which anything is said of it, and no other. */
  readonly released: Timestamp;
}

/**
 * `2026-Q1`, `2026` or `2025-2026`: two-year periods begin in odd years. Undefined for what is none. What is said of a
 * period is said on the release day that follows its end by a month (anonymity.md 5.3, R6).
 */
export function periodFrom(text: string): Period | undefined {
  const [, quarterYear, quarter] = /^([12]\d{3})-Q([1-4])$/.exec(text) ?? [];
  if (quarterYear !== undefined) return periodOf(3, quarterYear, Number(quarter) * 3);
  const [, year] = /^([12]\d{3})$/.exec(text) ?? [];
  if (year !== undefined) return periodOf(12, year, 12);
  const [, first, last = ""] = /^([12]\d{3})-([12]\d{3})$/.exec(text) ?? [];
  const areTwo = Number(first) % 2 === 1 && Number(last) === Number(first) + 1;
  return areTwo ? periodOf(24, last, 12) : undefined;
}

/** That ends after so many months of its last year. */
function periodOf(months: PeriodLength, lastYear: string, after: number): Period | undefined {
  const january = monthFrom(`${lastYear}-01`);
  if (january === undefined) return undefined;
  const end = january + after;
  const first = end - months;
  const begins = Date.UTC(yearOf(first), first % 12);
  return { months, begins, released: releaseTime(releaseDate(end).date) };
}
