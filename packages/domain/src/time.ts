/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = number;
/** Milliseconds. */
export type Duration = number;
/** Asks what time it is. Nothing below the composition root looks at the machine's clock by itself. */
export type Clock = () => Timestamp;

export const SECOND: Duration = 1000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;
export const DAY: Duration = 24 * HOUR;

/** RFC 3339 in UTC, to the second: the form of every time on the wire. */
export const isoInstant = (at: Timestamp): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");

/** A calendar day without a time zone, as ISO 8601 writes it: `2026-11-22`. */
export type PlainDate = string & { readonly plainDate: true };

/** Undefined for what is no day of the Gregorian calendar: 2026-02-30 is refused, not moved. */
export function plainDate(text: string): PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : (text as PlainDate);
}

export const dateOf = (at: Timestamp): PlainDate => new Date(at).toISOString().slice(0, 10) as PlainDate;

/** Midnight UTC at the start of the day. */
export const startOfDay = (date: PlainDate): Timestamp => Date.parse(`${date}T00:00:00Z`);

/** The last day that ISO 8601 writes with four digits of the year. */
const LAST_DAY = "9999-12-31" as PlainDate;

/**
 * The same day of a later month, or that month's last day where it has no such day (31 January + 1 = 28 February).
 * Nothing comes after the last day of the year 9999.
 */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const first = monthStart(year, month - 1 + months);
  if (first.getUTCFullYear() > 9999) return LAST_DAY;
  const lastDay = new Date(monthStart(year, month + months).getTime() - DAY).getUTCDate();
  first.setUTCDate(Math.min(day, lastDay));
  return dateOf(first.getTime());
}

/** `Date.UTC` takes the years 0 to 99 for those of the twentieth century. */
function monthStart(year: number, month: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return date;
}
