import { isStigmatised, type EngineCode, type Bulletin } from "@commonhall/domain";

/*
 * What anybody knows of the noise and of the rule by which a code is shown, because the design is public (anonymity.md
 * 5.3, R4). Written anew from its text: an attack that borrowed the engine's own lines would share its mistakes.
 */

export type Share = Bulletin["abuse"][number]["share"];

/** Of the noise in a count of those who met with a code. */
const EPSILON = 0.4;

/** From which count with noise a code is shown. */
export const SHOWN_FROM = 5;

/** How likely the discrete Laplace noise is to be exactly this. */
export function noiseAt(value: number, epsilon: number): number {
  const decay = Math.exp(-epsilon);
  return ((1 - decay) / (1 + decay)) * decay ** Math.abs(value);
}

/**
 * How likely the code is to be shown so, or not at all, where `count` of `people` have it. Whoever reads a share that no
 * rule allows takes it at its word (`asRuled` false).
 */
export function chanceOfShown(
  code: EngineCode,
  shown: Share | undefined,
  count: number,
  people: number,
  asRuled = true,
): number {
  const key = `${isStigmatised(code)} ${shown} ${count} ${people} ${asRuled}`;
  const known = chances.get(key);
  if (known !== undefined) return known;
  let chance = 0;
  for (let noise = -REACH; noise <= REACH; noise += 1) {
    if (shareShown(code, count + noise, people, asRuled) === shown) chance += noiseAt(noise, EPSILON);
  }
  chances.set(key, chance);
  return chance;
}

const REACH = 60;
const chances = new Map<string, number>();

function shareShown(code: EngineCode, noisy: number, people: number, asRuled: boolean): Share | undefined {
  if (noisy < SHOWN_FROM || (asRuled && isStigmatised(code) && 3 * noisy > people)) return undefined;
  if (4 * noisy < people) return "some";
  if (2 * noisy < people) return "many";
  return 4 * noisy < 3 * people ? "most" : "nearly_all";
}
