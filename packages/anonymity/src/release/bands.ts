import { isStigmatised, type EngineCode } from "@commonhall/domain";
import type { Share, SizeBand } from "../bulletin.ts";
import type { Bits } from "../noise/coins.ts";
import { discreteLaplace, type Epsilon } from "../noise/discrete-laplace.ts";

interface ShownFrom {
  readonly epsilon: Epsilon;
  readonly count: number;
}

const SHOWN: ShownFrom = { epsilon: { numerator: 1, denominator: 1 }, count: 3 };
const STIGMATISED: ShownFrom = { epsilon: { numerator: 1, denominator: 2 }, count: 5 };

/**
 * How many of a group a code is said of (R4): from a count with noise, so that no member's code decides, and not at all
 * where they are few. A stigmatised one that more than a third have is left out, too: it would be said of each of them.
 */
export function shareShown(code: EngineCode, count: number, people: number, bits: Bits): Share | undefined {
  const isGrave = isStigmatised(code);
  const { epsilon, count: least } = isGrave ? STIGMATISED : SHOWN;
  const noisy = count + discreteLaplace(bits, epsilon);
  if (noisy < least || (isGrave && noisy * 3 > people)) return undefined;
  return shareOf(noisy, people);
}

function shareOf(count: number, people: number): Share {
  if (count * 4 < people) return "some";
  if (count * 2 < people) return "many";
  return count * 4 < people * 3 ? "most" : "nearly_all";
}

export function sizeBand(people: number): SizeBand {
  if (people < 20) return "11-19";
  if (people < 50) return "20-49";
  return people < 100 ? "50-99" : "100+";
}
