import type { Bits } from "./coins.ts";

/** The privacy parameter ε as a fraction of two whole numbers above 0. */
export interface Epsilon {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * A whole number x with a probability proportional to exp(-ε|x|), exactly: it is made of fair coins and whole numbers
 * alone, because noise from floating point can be told from the true distribution and taken off again (Mironov 2012).
 * Algorithm 2 of Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020).
 */
export function discreteLaplace(bits: Bits, { numerator, denominator }: Epsilon): number {
  for (;;) {
    const remainder = bits.below(denominator);
    if (!happensWithExpMinus(bits, remainder, denominator)) continue;
    let quotient = 0;
    while (happensWithExpMinus(bits, 1, 1)) quotient++;
    const size = Math.floor((remainder + denominator * quotient) / numerator);
    const isNegative = bits.bit() === 1;
    // Zero has one sign only, or it would come twice as often.
    if (isNegative && size === 0) continue;
    return isNegative ? -size : size;
  }
}

/** True with probability exp(-numerator/denominator), for fractions from 0 to 1: algorithm 1 of the same paper. */
function happensWithExpMinus(bits: Bits, numerator: number, denominator: number): boolean {
  let tries = 1;
  while (bits.below(denominator * tries) < numerator) tries++;
  return tries % 2 === 1;
}

/** How often a fair coin falls on one side before it falls on the other: 1 in the mean, without a bound. */
export function geometric(bits: Bits): number {
  let count = 0;
  while (bits.bit() === 1) count++;
  return count;
}
