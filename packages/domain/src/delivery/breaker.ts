import { HOUR, MINUTE, SECOND, type Duration, type Timestamp } from "../time.ts";

/**
 * One breaker per host, so that a dead ally slows nobody. Closed, it lets everything through; after five failures in a
 * row it opens and lets one delivery through at each probe: every 30 seconds in its first ten minutes, then ever more
 * rarely, at least once an hour. One success closes it.
 */
export interface Breaker {
  readonly failures: number;
  /** When the first of these failures was. */
  readonly since?: Timestamp;
  /** Nothing is sent to the host before. */
  readonly openUntil?: Timestamp;
}

export const CLOSED: Breaker = { failures: 0 };
export const OPENS_AT = 5;

const FIRST_PROBES: Duration = 30 * SECOND;
const FIRST_PROBES_FOR: Duration = 10 * MINUTE;
const LONGEST_PAUSE: Duration = HOUR;

/** Only failures to reach the host count; a refusal is an answer. */
export function failed(breaker: Breaker, now: Timestamp): Breaker {
  const failures = breaker.failures + 1;
  const since = breaker.since ?? now;
  if (failures < OPENS_AT) return { failures, since };
  const downFor = now - since;
  const pause = downFor < FIRST_PROBES_FOR ? FIRST_PROBES : Math.min(LONGEST_PAUSE, downFor / 10);
  return { failures, since, openUntil: now + Math.round(pause) };
}

export const isOpen = (breaker: Breaker): boolean => breaker.failures >= OPENS_AT;
