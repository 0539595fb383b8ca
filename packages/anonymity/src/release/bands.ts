import { isStigmatised, type EngineCode, type Share, type SizeBand } from "@commonhall/domain";
import type { Bits } from "../noise/coins.ts";
import { discreteLaplace, type Epsilon } from "../noise/discrete-laplace.ts";

/**
 * The same for every code. With ε = 1, twenty verified fakes around one worker told in a quarter of the cases what had
 * been done to them (`pnpm attack`, A5); with a half, in an eighth.
 */
const EPSILON: Epsilon = { numerator: 1, denominator: 2 };

/** The same for every code: with this noise, what nobody told of is shown of one group in twenty; from 3, of one in seven. */
const SHOWN_FROM = 5;

/**
 * How many of a group a code is said of (R4): from a count with noise, so that no member's code decides, and not at all
 * where they are few. A stigmatised one that more than a third have is left out, too: it would be said of each of them.
 */
export function shareShown(code: EngineCode, count: number, people: number, bits: Bits): Share | undefined {
  const isGrave = isStigmatised(code);
  const noisy = count + discreteLaplace(bits, EPSILON);
  if (noisy < SHOWN_FROM || (isGrave && noisy * 3 > people)) return undefined;
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
