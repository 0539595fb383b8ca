import { errorFunction, median, wilcoxonRankSum } from "simple-statistics";

export interface Comparison {
  readonly one: string;
  readonly other: string;
  readonly medians: readonly [number, number];
  /** How likely a difference at least as large is where there is none. */
  readonly p: number;
}

/** Every two kinds by the test of Mann and Whitney, in milliseconds. */
export function compare(times: Readonly<Record<string, readonly number[]>>): readonly Comparison[] {
  const kinds = Object.entries(times);
  return kinds.flatMap(([one, a], index) =>
    kinds.slice(index + 1).map(([other, b]): Comparison => ({
      one,
      other,
      medians: [median([...a]), median([...b])],
      p: mannWhitney(a, b),
    })),
  );
}

/** Two-sided, by the normal approximation: for samples of twenty and more. Times in nanoseconds have no ties to speak of. */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const u = wilcoxonRankSum([...a], [...b]) - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  const z = Math.max(0, Math.abs(u - mean) - 0.5) / deviation;
  return Math.min(1, 1 - errorFunction(z / Math.SQRT2));
}
