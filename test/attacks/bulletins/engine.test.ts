import { RULES, type Rules } from "@commonhall/anonymity/testing";
import { expect, test } from "vitest";
import { passes } from "./outcome.ts";
import { NO_NOISE } from "./probing.ts";
import { ATTACKS, type Extent } from "./suite.ts";

/*
 * The attacks of `pnpm attack` on less of everything. A rule that is switched off must lose its attack: each is a test of
 * the rule as much as of the attack.
 */

const LITTLE: Extent = {
  sizes: [100, 300],
  ofEach: 2,
  linked: [30, 60],
  solved: [{ casesPerYear: 100, months: 24 }],
  pairs: 2,
  probes: 160,
  asked: [{ casesPerYear: 100, times: 2 }],
};
const SMALL: Extent = { ...LITTLE, sizes: [100], ofEach: 6 };
const MORE: Extent = { ...LITTLE, sizes: [300], ofEach: 6 };
const SEED = 1;

/** Colleagues who come together make months look unlike by chance, which few centres do not even out. */
const WIDE: Extent = { ...LITTLE, sizes: [100, 300, 1000], ofEach: 3 };

const HELD: readonly (readonly [string, Extent])[] = [
  ["linkage", LITTLE],
  ["differencing", LITTLE],
  ["inference", LITTLE],
  ["two-centres", LITTLE],
  ["intake-month", WIDE],
  ["downcoding", LITTLE],
  ["membership", LITTLE],
];

test.each(HELD)("%s keeps its marks", async (name, extent) => {
  const missed = (await outcomes(name, extent)).filter((outcome) => !passes(outcome));
  expect(missed).toEqual([]);
});

const OFF: readonly (readonly [string, string, Partial<Rules>, Extent])[] = [
  ["R1, the smallest group", "linkage", { smallest: () => 3 }, { ...LITTLE, linked: [30] }],
  ["R4, noise", "probing", NO_NOISE, LITTLE],
  ["R6, days that follow the period", "intake-month", { hasJustClosed: () => true }, SMALL],
  ["R7, the reserve", "downcoding", { isHeldBack: () => false }, MORE],
  ["R10, saturation", "membership", { isSaturated: () => false }, LITTLE],
];

test.each(OFF)("without %s, %s succeeds", async (_rule, name, off, extent) => {
  const found = await outcomes(name, extent, off);
  expect(found.filter((outcome) => !passes(outcome)).length).toBeGreaterThan(0);
});

async function outcomes(name: string, extent: Extent, off?: Partial<Rules>) {
  const attack = ATTACKS.find((one) => one.name === name);
  if (attack === undefined) throw new Error(`There is no attack ${name}`);
  return attack.run(extent, SEED, off === undefined ? undefined : { rules: { ...RULES, ...off } });
}
