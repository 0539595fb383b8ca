import { isoInstant, startOfDay, type PlainDate, type Timestamp } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import type { Reader } from "./reader.ts";
import type { PublicLanguage } from "./public/words.ts";

/** English as most of the world writes its dates: the day first. */
const localeOf = (language: PublicLanguage): string => (language === "en" ? "en-GB" : language);

const DAY_STYLE = { day: "numeric", month: "long", year: "numeric" } as const;
const TIME_STYLE = { weekday: "long", ...DAY_STYLE, hour: "numeric", minute: "2-digit" } as const;

/** A calendar day, which has no time zone. */
export const dayText = (date: PlainDate, language: PublicLanguage): string =>
  format(language, { ...DAY_STYLE, timeZone: "UTC" }).format(startOfDay(date));

export const day = (date: PlainDate, language: PublicLanguage): Html =>
  html`<time datetime="${date}">${dayText(date, language)}</time>`;

/** The day on which something was written, as UTC has it. */
export const dayOf = (at: Timestamp, language: PublicLanguage): Html =>
  html`<time datetime="${isoInstant(at)}">${format(language, { ...DAY_STYLE, timeZone: "UTC" }).format(at)}</time>`;

/** To the minute, in UTC, and it says so. */
export const momentText = (at: Timestamp, language: PublicLanguage): string =>
  format(language, {
    ...DAY_STYLE,
    hour: "numeric",
    minute: "2-digit",
    timeZone: "UTC",
    timeZoneName: "short",
  }).format(at);

export const moment = (at: Timestamp, language: PublicLanguage): Html =>
  html`<time datetime="${isoInstant(at)}">${momentText(at, language)}</time>`;

/** `2026-11`. */
export const monthText = (month: string, language: PublicLanguage): string =>
  format(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(startOfMonth(month));

const startOfMonth = (month: string): Timestamp => Date.parse(`${month}-01T00:00:00Z`);

const CLOCK_STYLE = { hour: "2-digit", minute: "2-digit" } as const;

/** As much of a moment as tells it from others near it: of today its time, of these days its weekday, and so on. */
const NEAR_STYLES = {
  today: CLOCK_STYLE,
  "these days": { weekday: "long", ...CLOCK_STYLE },
  "this year": { day: "numeric", month: "long", ...CLOCK_STYLE },
  "long ago": { ...DAY_STYLE, ...CLOCK_STYLE },
} as const;
export type Nearness = keyof typeof NEAR_STYLES;

/** To the minute, on the clocks of a place that the reader knows. */
export const nearText = (at: Timestamp, timezone: string, language: PublicLanguage, nearness: Nearness): string =>
  format(language, { ...NEAR_STYLES[nearness], timeZone: timezone }).format(at);

/** The day on which something begins where it happens. */
export const dayThere = ({ starts, timezone }: Pick<Span, "starts" | "timezone">, language: PublicLanguage): Html =>
  html`<time datetime="${isoInstant(starts)}">${format(language, { ...DAY_STYLE, timeZone: timezone }).format(starts)}</time>`;

interface Span {
  readonly starts: Timestamp;
  readonly ends?: Timestamp;
  readonly timezone: string;
}

/** From when to when, on the clocks of the place where it happens. */
export function spanText({ starts, ends, timezone }: Span, language: PublicLanguage): string {
  const made = format(language, { ...TIME_STYLE, timeZone: timezone });
  return ends === undefined ? made.format(starts) : made.formatRange(starts, ends);
}

export const span = (when: Span, language: PublicLanguage): Html =>
  html`<time datetime="${isoInstant(when.starts)}">${spanText(when, language)}</time>`;

/** A leaf of a calendar: weekday, day and month, for the eye alone. The whole date stands beside it. */
export function leaf({ starts, timezone }: Pick<Span, "starts" | "timezone">, language: PublicLanguage): Html {
  const part = (options: Intl.DateTimeFormatOptions) =>
    format(language, { ...options, timeZone: timezone }).format(starts);
  return html`<span class="leaf" aria-hidden="true"><span>${part({ weekday: "short" })}</span><b>${part({ day: "numeric" })}</b><span>${part({ month: "short" })}</span></span>`;
}

/** Whose clocks those are: "Western Indonesia Time, Asia/Jakarta". */
export function zoneSaid({ starts, timezone }: Span, { language, rich }: Reader): Html {
  const parts = format(language, { hour: "numeric", timeZone: timezone, timeZoneName: "long" }).formatToParts(starts);
  const zone = parts.find((part) => part.type === "timeZoneName")?.value ?? timezone;
  return rich("time.zone", { zone, name: timezone });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs as much as a hundred uses of it. */
function format(language: PublicLanguage, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(localeOf(language), options);
  formats.set(name, made);
  return made;
}
