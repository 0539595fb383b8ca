import { seededRandom } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { run, type Rules } from "./run.ts";
import { makeWorld } from "./world.ts";

const RULES: Rules = { perSecond: 1900, copyAtHub: false, catchUp: true };
const SIZE = { centres: 120, hubs: 8, outsiders: 20, ofFirstHub: 200, days: 7 };

function simulated(seed: number, rules: Partial<Rules> = {}) {
  const random = seededRandom(seed);
  return run(makeWorld({ ...SIZE, seed }, random), { ...RULES, ...rules }, random).result();
}

test.each([1, 2, 3])("whatever fails, all of it comes to every node, and once by each feed (seed %i)", (seed) => {
  const result = simulated(seed);
  expect(result.items).toBeGreaterThan(50);
  expect(result.perItem.failures).toBeGreaterThan(1);
  expect(result.complete.catchingUp).toBe(1);
  expect(result.complete.others).toBeGreaterThan(0.98);
  expect(result.repeated).toBe(0);
});

test("it is catching up that what was missed is owed to", () => {
  const complete = [1, 2, 3, 4].map((seed) => simulated(seed, { catchUp: false }).complete.catchingUp);
  expect(Math.min(...complete)).toBeLessThan(1);
});

test("hubs that follow each other hear the same again, and say it once", () => {
  const { perItem, repeated } = simulated(1);
  expect(perItem.doubles).toBeGreaterThan(0.5);
  expect(repeated).toBe(0);
});

test("a seed has one outcome", () => {
  expect(simulated(5)).toEqual(simulated(5));
});
