import { expect, test } from "vitest";
import { seededRandom } from "@commonhall/testkit";
import { compare, mannWhitney } from "./compare.ts";

test("two samples that one can do on paper", () => {
  const placebo = [7, 5, 6, 4, 12];
  const drug = [3.5, 6.5, 4.5, 2, 1];
  // U = 4 of 25: z = (|4 − 12.5| − 0.5) / √(25 · 11 / 12).
  expect(mannWhitney(placebo, drug)).toBeCloseTo(0.09469, 3);
  expect(mannWhitney(drug, placebo)).toBeCloseTo(0.09469, 3);
  expect(mannWhitney([1, 2, 3], [1, 2, 3])).toBeCloseTo(1);
});

test("what is alike passes nearly always, and what differs by a fifth of its spread is found", () => {
  const random = seededRandom(5);
  const sample = (shift: number) => Array.from({ length: 700 }, () => random() + random() + random() + shift);
  const passes = Array.from({ length: 200 }, () => compare({ a: sample(0), b: sample(0) }))
    .flat()
    .filter(({ p }) => p > 0.01);
  expect(passes.length).toBeGreaterThan(190);
  for (const { p } of compare({ a: sample(0), b: sample(0.15) })) expect(p).toBeLessThan(0.001);
});
