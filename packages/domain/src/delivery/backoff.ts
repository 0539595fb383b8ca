import { DAY, HOUR, SECOND, type Duration, type Timestamp } from "../time.ts";

/** wire.md 0.4: 2, 5, 15, 30 s, then doubling, up to about an hour, so that a host that returns is noticed. */
const FIRST_WAITS: readonly Duration[] = [2 * SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND];
const LONGEST_WAIT = HOUR;

const GIVE_UP_AFTER = 7 * DAY;
/** What tells that something is gone may protect somebody, so it is tried for longer. */
const GIVE_UP_END_AFTER = 30 * DAY;

/** How long to wait after the `attempts`-th failure (1 for the first). `random` in [0, 1) spreads it by a fifth either way. */
export function waitAfter(attempts: number, random: number): Duration {
  const step = Math.max(1, attempts) - 1;
  const last = FIRST_WAITS[FIRST_WAITS.length - 1] ?? LONGEST_WAIT;
  const base = FIRST_WAITS[step] ?? Math.min(LONGEST_WAIT, last * 2 ** (step - FIRST_WAITS.length + 1));
  return Math.round(base * (0.8 + 0.4 * random));
}

/** Until when a failed attempt is followed by another. An attempt that is made after it, because the host was down, still counts. */
export const giveUpAt = (created: Timestamp, activityType: string): Timestamp =>
  created + (activityType === "Delete" || activityType === "Undo" ? GIVE_UP_END_AFTER : GIVE_UP_AFTER);
