/** Months since January of the year 1: multiples of 12 are Januaries, those of 24 the Januaries of odd years. */
export type Month = number;

/** Undefined for what is no month as `2026-03`. */
export function monthFrom(text: string): Month | undefined {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  return year === undefined || year === "0000" ? undefined : (Number(year) - 1) * 12 + Number(month) - 1;
}

export const yearOf = (month: Month): number => Math.floor(month / 12) + 1;

/** The end of the quarter that the month lies in: the first month after it. */
export const quarterEnd = (month: Month): Month => month - (month % 3) + 3;

/** How long a period is, in months. Two-year periods begin in odd years. */
export type PeriodLength = 3 | 12 | 24;

/** The period of this length that ends just before `end`: `2026-Q1`, `2026`, `2025-2026`. */
export function periodBefore(end: Month, length: PeriodLength): string {
  const last = end - 1;
  const year = yearText(last);
  if (length === 3) return `${year}-Q${Math.floor((last % 12) / 3) + 1}`;
  return length === 12 ? year : `${yearText(last - 12)}-${year}`;
}

const yearText = (month: Month): string => String(yearOf(month)).padStart(4, "0");
