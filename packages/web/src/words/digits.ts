import { plainDate, type PlainDate } from "@commonhall/domain";

/** `٣` → `3`, `८` → `8`, `၅` → `5`: digits of every script that the platform knows as decimal ones; other characters stay. */
export const asciiDigits = (text: string): string =>
  text.replace(/[^ -~]/gu, (character) => digits().get(character) ?? character);

let known: ReadonlyMap<string, string> | undefined;

function digits(): ReadonlyMap<string, string> {
  known ??= new Map(Intl.supportedValuesOf("numberingSystem").flatMap(digitsOf));
  return known;
}

function digitsOf(numberingSystem: string): [string, string][] {
  const written = new Intl.NumberFormat("en", { numberingSystem, useGrouping: false }).format(9_876_543_210);
  const all = [...written].toReversed();
  return all.length === 10 ? all.map((character, value): [string, string] => [character, String(value)]) : [];
}

/** Marks of direction that come along when a number is copied out of a text from right to left. */
const MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** A whole number from zero on of at most so many digits, in those of any script; undefined for everything else. */
export function wholeNumber(text: string, digits = 9): number | undefined {
  const typed = asciiDigits(text).replace(MARKS, "").trim();
  return /^\d+$/.test(typed) && typed.length <= digits ? Number(typed) : undefined;
}

/** A decimal as people type it: digits of any script, the Arabic decimal separator too. What it is, its reader decides. */
export const typedDecimal = (text: string): string => asciiDigits(text).replace(MARKS, "").replace("٫", ".").trim();

/** Year, month and day in this order, with `-`, `/` or `.` between them; undefined for what is no day. */
export function typedDate(text: string): PlainDate | undefined {
  const typed = asciiDigits(text).replace(MARKS, "").trim();
  const [, year, month = "", day = ""] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(typed) ?? [];
  return year === undefined ? undefined : plainDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** Hours and minutes of a day with 24 hours, as `HH:MM`; undefined for what is none. */
export function typedTime(text: string): string | undefined {
  const typed = asciiDigits(text).replace(MARKS, "").trim();
  const [, hours = "", minutes = ""] = /^(\d{1,2})[:.](\d{2})(?::00)?$/.exec(typed) ?? [];
  return hours !== "" && Number(hours) < 24 && Number(minutes) < 60
    ? `${hours.padStart(2, "0")}:${minutes}`
    : undefined;
}
