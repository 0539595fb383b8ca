/** A number from 0 up to but not including 1. Seeded by whoever calls, so that a caseload can be made twice. */
export type Random = () => number;

/** What may come, each with a weight of at least 0. */
export type Weighted<T> = readonly (readonly [T, number])[];

/** One of them, each as often as it weighs. */
export function choose<T>(options: Weighted<T>, random: Random): T {
  const total = options.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [option, weight] of options) {
    left -= weight;
    if (left < 0) return option;
  }
  const last = options.findLast(([, weight]) => weight > 0);
  if (last === undefined) throw new Error("There is nothing to choose from");
  return last[0];
}

/** A whole number from 0 up to but not including `end`. */
export const below = (end: number, random: Random): number => Math.floor(random() * end);

/** The same options, each weight times or through up to `most`: no two centres see the same mix. */
export const unevenly = <T>(options: Weighted<T>, most: number, random: Random): Weighted<T> =>
  options.map(([option, weight]) => [option, weight * most ** (2 * random() - 1)] as const);

/** Ranks 0 to `end` − 1 of which the first comes by far most often (Zipf): large employers, busy recruiters. */
export function ranked(end: number, random: Random): number {
  const weights = Array.from({ length: end }, (_, rank) => [rank, 1 / (rank + 1)] as const);
  return choose(weights, random);
}
