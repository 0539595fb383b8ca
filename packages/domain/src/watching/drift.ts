import { SECOND, type Duration } from "../time.ts";

/** From so many on the middle one is believed. */
export const LEAST_HOSTS = 3;
/** Two alone are believed where they agree: one of them may be wrong, and hardly both by the same. */
const AGREE: Duration = 5 * SECOND;

/**
 * How far our clock is ahead of the others', as the middle one of them has it: fewer than half of all hosts may say
 * anything at all without moving it beyond what honest ones say. One figure for each host. Of two that
 * agree to within seconds, what is nearer to ours. Undefined while too few are known.
 */
export function drift(ahead: readonly Duration[]): Duration | undefined {
  const sorted = ahead.toSorted((a, b) => a - b);
  const [least = 0, most = 0] = sorted;
  if (ahead.length === 2 && most - least <= AGREE) return Math.abs(least) < Math.abs(most) ? least : most;
  if (ahead.length < LEAST_HOSTS) return undefined;
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
