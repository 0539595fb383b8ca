import type { Duration } from "../time.ts";

/** Fewer hosts than this say nothing: one or two of them may be wrong themselves. */
export const LEAST_HOSTS = 3;

/**
 * How far our clock is ahead of the others', as the middle one of them has it: fewer than half of all hosts may say
 * anything at all without moving it beyond what honest ones say. One figure for each host. Undefined while too few are
 * known.
 */
export function drift(ahead: readonly Duration[]): Duration | undefined {
  if (ahead.length < LEAST_HOSTS) return undefined;
  const sorted = ahead.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
