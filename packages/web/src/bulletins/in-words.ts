import {
  codesByShare,
  DAY,
  ENGINE_CODES,
  ORIGINS,
  periodFrom,
  regionName,
  sectorLabel,
  type BulletinGroup,
  type Region,
  type Timestamp,
} from "@commonhall/domain";
import { list } from "../words/numbers.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "./words/say.ts";

export const workInWords = (reader: Reader, sector: BulletinGroup["sector"]): string =>
  sector === null ? sayFor(reader)("any-work") : sectorLabel(sector, reader.language);

export const originInWords = (reader: Reader, origin: BulletinGroup["origin"]): string =>
  origin === null ? sayFor(reader)("any-origin") : ORIGINS.label(origin, reader.language);

/** A code is not broken at the end of a line: half of it says nothing, and in Arabic the halves would change places. */
export const placeInWords = ({ language }: Reader, place: Region): string =>
  regionName(place, language).replace(place, place.replace("-", NO_BREAK_HYPHEN));

const NO_BREAK_HYPHEN = "\u2011";

/** `2026-Q1`, `2026` and `2025-2026`, as people say them. */
export function periodInWords(reader: Reader, text: string): string {
  const say = sayFor(reader);
  const period = periodFrom(text);
  if (period === undefined) return text;
  const year = new Date(period.begins).getUTCFullYear();
  switch (period.months) {
    case 3:
      return say("period.quarter", { months: monthsOf(period.begins, reader.language), year: String(year) });
    case 12:
      return text;
    case 24:
      return say("period.years", { from: String(year), to: String(year + 1) });
  }
}

/** The first and the last month of the quarter that begins then: `Jan – Mar`. */
function monthsOf(begins: Timestamp, language: string): string {
  const month = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC", calendar: "gregory" });
  return month.formatRange(begins, begins + 70 * DAY);
}

/** Most first: each share with everything that it is said of. */
export function reportedInWords(reader: Reader, { abuse }: Pick<BulletinGroup, "abuse">): readonly string[] {
  const say = sayFor(reader);
  if (abuse.length === 0) return [say("no-code")];
  return codesByShare(abuse).map(({ share, codes }) => {
    const names = codes.map((code) => ENGINE_CODES.label(code, reader.language));
    return say("share-of", { share: say(`share.${share}`), codes: list(names, reader.language) });
  });
}

/** Periods in order of time, whatever their length; of those that end together the longest first. */
export function byTime(a: string, b: string): number {
  const [one, other] = [periodFrom(a), periodFrom(b)];
  if (one === undefined || other === undefined) return a.localeCompare(b);
  return one.released - other.released || other.months - one.months;
}
