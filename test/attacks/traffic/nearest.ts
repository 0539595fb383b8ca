import type { Passed } from "./line.ts";

/** Something that was seen, and what it was. */
export interface Seen {
  readonly what: string;
  readonly passed: readonly Passed[];
}

const NEIGHBOURS = 5;

/**
 * How often the likeliest guess from sizes is right, over how often one is that sees nothing: each is guessed from its
 * nearest neighbours among those that were learnt from, by the bytes of every connection in their order.
 */
export function gainOfNearest(learnt: readonly Seen[], tried: readonly Seen[]): number {
  const right = tried.filter((one) => guess(learnt, one.passed) === one.what).length / tried.length;
  return right - mostOften(tried.map(({ what }) => what)).share;
}

function guess(learnt: readonly Seen[], passed: readonly Passed[]): string {
  const near = learnt.map(({ what, passed: other }) => ({ what, far: distance(passed, other) }));
  near.sort((one, other) => one.far - other.far);
  const furthest = near[NEIGHBOURS - 1]?.far ?? 0;
  // All that are as near as the last: which of them comes first says nothing.
  return mostOften(near.filter(({ far }) => far <= furthest).map(({ what }) => what)).what;
}

function distance(one: readonly Passed[], other: readonly Passed[]): number {
  const length = Math.max(one.length, other.length);
  let sum = 0;
  for (let at = 0; at < length; at += 1)
    for (const way of ["up", "down"] as const) sum += Math.abs((one[at]?.[way] ?? 0) - (other[at]?.[way] ?? 0));
  return sum;
}

function mostOften(all: readonly string[]): { readonly what: string; readonly share: number } {
  const counts = [...Map.groupBy(all, (what) => what)].map(([what, of]) => ({ what, share: of.length / all.length }));
  return counts.reduce((best, next) => (next.share > best.share ? next : best), { what: "", share: 0 });
}
