import { DAY, type Duration, type Timestamp } from "@commonhall/domain";

/** An ISO 8601 week: `2026-W47`. No time that is kept in the clear is finer. Weeks compare as texts do. */
export type Week = string & { readonly week: true };

const THURSDAY = 3;

/** The week that the day lies in, in UTC; it begins on Monday and belongs to the year that its Thursday lies in. */
export function weekOf(at: Timestamp): Week {
  const thursday = mondayBefore(at) + THURSDAY * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const number = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY));
  return week(`${year}-W${String(number).padStart(2, "0")}`);
}

/** Monday, midnight UTC. */
export function startOfWeek(text: Week): Timestamp {
  const [year = 0, number = 0] = text.split("-W").map(Number);
  return mondayBefore(Date.UTC(year, 0, 4)) + (number - 1) * 7 * DAY;
}

export const endOfWeek = (text: Week): Timestamp => startOfWeek(text) + 7 * DAY;

export const weekIn = (now: Timestamp, duration: Duration): Week => weekOf(now + duration);

/** Throws on what is no week: it was made by this file. */
export function week(text: string): Week {
  if (!isWeek(text)) throw new Error("Not a week");
  return text;
}

export const isWeek = (text: string): text is Week => /^\d{4}-W\d{2}$/.test(text);

/** 1970 began on a Thursday. */
const mondayBefore = (at: Timestamp): Timestamp => (Math.floor((at / DAY + THURSDAY) / 7) * 7 - THURSDAY) * DAY;
