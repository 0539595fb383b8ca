import { DAY, MINUTE, plainDate, startOfDay, type Duration, type PlainDate, type Timestamp } from "./time.ts";

/** What a clock on the wall shows. */
export interface WallTime {
  readonly date: PlainDate;
  /** `HH:MM`, 24 hours. */
  readonly time: string;
}

/** What the wall shows in a time zone at that moment; seconds are dropped. Throws for a zone that `isTimeZone` refuses. */
export function wallTime(at: Timestamp, timezone: string): WallTime {
  const [date = "", time = ""] = format(timezone).format(at).split(", ");
  const day = plainDate(date);
  if (day === undefined) throw new Error(`No day that a calendar has: ${date}`);
  return { date: day, time };
}

/**
 * When the wall shows that. Where clocks go back it shows it twice: the earlier one is meant. Where they go forward it
 * never shows it: it is as much later as the clocks jump (the rule of RFC 5545, 3.3.5).
 */
export function momentOf({ date, time }: WallTime, timezone: string): Timestamp {
  const asUtc = startOfDay(date) + minutesOf(time) * MINUTE;
  const before = asUtc - offset(asUtc - DAY, timezone);
  const after = asUtc - offset(asUtc + DAY, timezone);
  const shows = (at: Timestamp) => at + offset(at, timezone) === asUtc;
  const fitting = [before, after].filter(shows);
  return fitting.length === 0 ? before : Math.min(...fitting);
}

/** `HH:MM` as minutes since midnight. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** How far the wall is ahead of UTC, to the minute. */
function offset(at: Timestamp, timezone: string): Duration {
  const { date, time } = wallTime(at, timezone);
  return startOfDay(date) + minutesOf(time) * MINUTE - Math.floor(at / MINUTE) * MINUTE;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs as much as a hundred uses of it. `sv` writes a date as ISO 8601 does, but `en-CA` puts the comma there. */
function format(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const made = new Intl.DateTimeFormat("en-CA", { ...parts, hourCycle: "h23", timeZone: timezone });
  formats.set(timezone, made);
  return made;
}
