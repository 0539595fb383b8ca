import { MINUTE, startOfDay, wallTime, type PlainDate, type Timestamp } from "@commonhall/domain";

/**
 * Days and times in words, with the weekday, because that is what people plan by and where a mistake shows. Always the
 * Gregorian calendar, so that translations of one text name one day; digits as the language writes them.
 */
export const dayInWords = (day: PlainDate, language: string): string =>
  new Intl.DateTimeFormat(localesOf(language), { ...DAY_FIELDS, timeZone: "UTC" }).format(startOfDay(day));

export interface Span {
  readonly starts: Timestamp;
  readonly ends?: Timestamp | undefined;
  /** IANA name. */
  readonly timezone: string;
}

/** On the wall of the time zone, which is named: people elsewhere read it too. */
export function spanInWords({ starts, ends, timezone }: Span, language: string): string {
  const format = new Intl.DateTimeFormat(localesOf(language), { ...DAY_FIELDS, ...TIME_FIELDS, timeZone: timezone });
  return ends === undefined ? format.format(starts) : format.formatRange(starts, ends);
}

/** `29 Nov 2026`, for short messages, in which every character is paid for. */
export const briefDay = (day: PlainDate, language: string): string =>
  new Intl.DateTimeFormat(localesOf(language), { ...BRIEF_FIELDS, year: "numeric", timeZone: "UTC" }).format(
    startOfDay(day),
  );

/** `Sun 29 Nov, 20:00 UTC`. */
export const briefMoment = (at: Timestamp, language: string): string =>
  new Intl.DateTimeFormat(localesOf(language), {
    ...BRIEF_FIELDS,
    ...TIME_FIELDS,
    weekday: "short",
    timeZone: "UTC",
  }).format(at);

/**
 * English of no country is written for the world: the day before the month, 24 hours. English is also named after every
 * other language, or else the machine's own would be taken where there are no data for it.
 */
const localesOf = (language: string): string[] => (language === "en" ? ["en-GB"] : [language, "en-GB"]);

const DAY_FIELDS = { weekday: "long", day: "numeric", month: "long", year: "numeric", calendar: "gregory" } as const;
const BRIEF_FIELDS = { day: "numeric", month: "short", calendar: "gregory" } as const;
const TIME_FIELDS = { hour: "numeric", minute: "2-digit", timeZoneName: "short" } as const;

/** RFC 3339 with the offset of the time zone: `2026-11-28T08:00:00-08:00`. */
export function isoInZone(at: Timestamp, timezone: string): string {
  const { date, time } = wallTime(at, timezone);
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const wall = startOfDay(date) + (hours * 60 + minutes) * MINUTE;
  const ahead = Math.round((wall - Math.floor(at / MINUTE) * MINUTE) / MINUTE);
  const sign = ahead < 0 ? "-" : "+";
  const [offsetHours, offsetMinutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map(twoDigits);
  const local = new Date(at + ahead * MINUTE).toISOString().slice(0, 19);
  return `${local}${sign}${offsetHours}:${offsetMinutes}`;
}

const twoDigits = (number: number): string => String(number).padStart(2, "0");
