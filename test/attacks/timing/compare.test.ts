import { expect, test } from "vitest";
import { seededRandom } from "@commonhall/testkit";
import { toldApart } from "./attack-timing.ts";
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

/** Samples that grow as a stopwatch fills them, looked at after each: whether they are ever told apart, and when. */
function watched(random: () => number, shift: number, requests: number): number | undefined {
  const times = { wrong: [] as number[], empty: [] as number[] };
  for (let done = 1; done <= requests; done += 1) {
    const isWrong = random() < 0.5;
    times[isWrong ? "wrong" : "empty"].push(random() + random() + random() + (isWrong ? 0 : shift));
    if (toldApart(times, done, requests).length > 0) return done;
  }
  return undefined;
}

test("looking several times finds what differs sooner, and raises no more false alarms", () => {
  const random = seededRandom(6);
  const many = (shift: number) => Array.from({ length: 500 }, () => watched(random, shift, 400));
  expect(many(0).filter((at) => at !== undefined).length).toBeLessThan(4);
  const found = many(0.5);
  expect(found.filter((at) => at !== undefined).length).toBeGreaterThan(495);
  expect(found.filter((at) => at === 100).length).toBeGreaterThan(250);
});
