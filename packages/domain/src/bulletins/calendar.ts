import { DAY, dateOf, HOUR, type PlainDate, startOfDay, type Timestamp } from "../time.ts";
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
export const releaseDate = (end: Month): ReleaseDate => ({
  date: dateOf(firstTuesday(yearOf(end), (end % 12) + 1)),
  end,
});

/** 09:00 UTC of the day. */
export const releaseTime = (date: PlainDate): Timestamp => startOfDay(date) + NINE;

/** Whether anything is ever released at this moment; also of one that no calendar of ours has. */
export function isReleaseHour(at: Timestamp): boolean {
  const moment = new Date(at);
  const month = moment.getUTCMonth();
  return month % 3 === 1 && at === firstTuesday(moment.getUTCFullYear(), month) + NINE;
}

const NINE = 9 * HOUR;

/** Its beginning; months are counted from January as 0. */
function firstTuesday(year: number, month: number): Timestamp {
  const first = new Date(0);
  first.setUTCFullYear(year, month, 1);
  return first.getTime() + ((9 - first.getUTCDay()) % 7) * DAY;
}

/** The first release day whose hour has not come yet. */
export function nextReleaseDate(now: Timestamp): ReleaseDate {
  const month = monthFrom(dateOf(now).slice(0, 7));
  if (month === undefined) throw new Error("This clock shows a year that no calendar of ours has");
  const sooner = releaseDate(quarterEnd(month) - 3);
  return releaseTime(sooner.date) > now ? sooner : releaseDate(quarterEnd(month));
}

/** The last release day whose hour has come. */
export const lastReleaseDate = (now: Timestamp): ReleaseDate => releaseDate(nextReleaseDate(now).end - 3);

/** Every release day from the first that can say something of the month `from`, to the end of the month `until`. */
export function* releaseDates(from: Month, until: Month): Generator<ReleaseDate> {
  for (let end = quarterEnd(from); end + 1 <= until; end += 3) yield releaseDate(end);
}
