import { DAY, HOUR, type Duration, type Timestamp } from "../time.ts";

export const DIGEST_RHYTHMS = ["daily", "weekly"] as const;
export type DigestRhythm = (typeof DIGEST_RHYTHMS)[number];

/** Seven in the morning UTC: of every day, or of every Monday. The first Monday of all was 5 January 1970. */
const HOURS: Readonly<Record<DigestRhythm, { readonly first: Timestamp; readonly every: Duration }>> = {
  daily: { first: 7 * HOUR, every: DAY },
  weekly: { first: 4 * DAY + 7 * HOUR, every: 7 * DAY },
};

/** The last time until then, that moment with it, at which a digest of this rhythm was due. */
export function lastDigestDue(rhythm: DigestRhythm, at: Timestamp): Timestamp {
  const { first, every } = HOURS[rhythm];
  return first + Math.floor((at - first) / every) * every;
}

/** The first time after that. */
export const nextDigestDue = (rhythm: DigestRhythm, at: Timestamp): Timestamp =>
  lastDigestDue(rhythm, at) + HOURS[rhythm].every;
