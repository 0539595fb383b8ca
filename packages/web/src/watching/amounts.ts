import type { Duration } from "@commonhall/domain";
import type { InterfaceLanguage } from "../words/words.ts";

const UNITS = [
  ["gigabyte", 1024 ** 3],
  ["megabyte", 1024 ** 2],
] as const;

/** Bytes as people say them, with three figures at most. */
export function bytesText(bytes: number, language: InterfaceLanguage): string {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? UNITS[1];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumSignificantDigits: 3 }).format(bytes / size);
}

const MINUTE_MS = 60_000;

/** Whole minutes, whichever way, and at least one. */
export const minutesText = (duration: Duration, language: InterfaceLanguage): string =>
  new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "long" }).format(
    Math.max(1, Math.round(Math.abs(duration) / MINUTE_MS)),
  );
