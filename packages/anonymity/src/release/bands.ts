import { isStigmatised, type EngineCode, type Share, type SizeBand } from "@commonhall/domain";
import type { Bits } from "../noise/coins.ts";
import { discreteLaplace, type Epsilon } from "../noise/discrete-laplace.ts";

/**
 * The same for every code. Whoever knows all others of a group, and what each of them told, still reads what one member
 * told with an advantage of tanh(ε/2) at most, which is 0.20; with verified fakes around one worker it is 0.13
 * (`pnpm attack`, A5), and with ε = ½ it would be 0.16.
 */
const EPSILON: Epsilon = { numerator: 2, denominator: 5 };

/** The same for every code, too: with this noise, what nobody told of is shown of one group in twelve. */
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
