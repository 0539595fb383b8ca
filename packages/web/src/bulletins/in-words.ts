import {
  ENGINE_CODES,
  ORIGINS,
  regionName,
  sectorLabel,
  SHARES,
  type BulletinGroup,
  type Region,
  type Share,
} from "@commonhall/domain";
import { list } from "../words/numbers.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "./words/say.ts";

export const workInWords = (reader: Reader, sector: BulletinGroup["sector"]): string =>
  sector === null ? sayFor(reader)("any-work") : sectorLabel(sector, reader.language);

export const originInWords = (reader: Reader, origin: BulletinGroup["origin"]): string =>
  origin === null ? sayFor(reader)("any-origin") : ORIGINS.label(origin, reader.language);

export const placeInWords = ({ language }: Reader, place: Region): string => regionName(place, language);

/** `2026-Q1`, `2026` and `2025-2026`, as people say them. */
export function periodInWords(reader: Reader, period: string): string {
  const say = sayFor(reader);
  const [, quarterYear, quarter] = /^(\d{4})-Q([1-4])$/.exec(period) ?? [];
  if (quarterYear !== undefined) {
    return say("period.quarter", { months: monthsOf(Number(quarter), reader.language), year: quarterYear });
  }
  const [, from, to] = /^(\d{4})-(\d{4})$/.exec(period) ?? [];
  return from === undefined || to === undefined ? period : say("period.years", { from, to });
}

/** The first and the last month of a quarter: `Jan – Mar`. */
function monthsOf(quarter: number, language: string): string {
  const month = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC", calendar: "gregory" });
  return month.formatRange(Date.UTC(2026, quarter * 3 - 3, 15), Date.UTC(2026, quarter * 3 - 1, 15));
}

/** Most first: each share with everything that it is said of. */
export function reportedInWords(reader: Reader, { abuse }: Pick<BulletinGroup, "abuse">): readonly string[] {
  const say = sayFor(reader);
  if (abuse.length === 0) return [say("no-code")];
  return SHARES.toReversed().flatMap((share: Share) => {
    const codes = abuse
      .filter((one) => one.share === share)
      .map(({ code }) => ENGINE_CODES.label(code, reader.language));
    return codes.length === 0
      ? []
      : [say("share-of", { share: say(`share.${share}`), codes: list(codes, reader.language) })];
  });
}

/** Periods in order of time, whatever their length; of those that end together the longest first. */
export const byTime = (a: string, b: string): number =>
  endOf(a) - endOf(b) || b.length - a.length || a.localeCompare(b);

function endOf(period: string): number {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(period) ?? [];
  return year === undefined ? Number(period.slice(-4)) * 4 + 4 : Number(year) * 4 + Number(quarter);
}
