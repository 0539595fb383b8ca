import { DAY, HOUR, type PlainDate, startOfDay, type Timestamp, dateOf } from "@commonhall/domain";
import { type Month, monthFrom, quarterEnd, yearOf } from "./months.ts";

/** A release day, and the end of the quarter whose groups are formed on it. */
export interface ReleaseDate {
  readonly date: PlainDate;
  readonly end: Month;
}

/**
 * The first Tuesday of February, May, August and November, the same for everybody (R6): when something is said follows
 * from the period that it is said of, and so tells nothing of when anybody came.
 */
export function releaseDate(end: Month): ReleaseDate {
  const first = new Date(0);
  first.setUTCFullYear(yearOf(end), (end % 12) + 1, 1);
  const daysToTuesday = (2 - first.getUTCDay() + 7) % 7;
  return { date: dateOf(first.getTime() + daysToTuesday * DAY), end };
}

/** 09:00 UTC of the day. */
export const releaseTime = (date: PlainDate): Timestamp => startOfDay(date) + 9 * HOUR;

/** The first release day whose hour has not come yet. */
export function nextReleaseDate(now: Timestamp): ReleaseDate {
  const month = monthFrom(dateOf(now).slice(0, 7));
  if (month === undefined) throw new Error("This clock shows a year that no calendar of ours has");
  const sooner = releaseDate(quarterEnd(month) - 3);
  return releaseTime(sooner.date) > now ? sooner : releaseDate(quarterEnd(month));
}

/** Every release day from the first that can say something of the month `from`, to the end of the month `until`. */
export function* releaseDates(from: Month, until: Month): Generator<ReleaseDate> {
  for (let end = quarterEnd(from); end + 1 <= until; end += 3) yield releaseDate(end);
}
