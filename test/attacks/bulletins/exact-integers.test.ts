import { expect, test } from "vitest";
import { fixedSums, plus, sumOf, type Facts, type Range } from "./exact-integers.ts";

const anyNumber: Range = { least: 0 };

test("a table with one cell left out, and its total, gives the cell back", async () => {
  const facts: Facts = {
    unknowns: new Map([
      ["household", { least: 14, most: 14 }],
      ["construction", { least: 23, most: 23 }],
      ["fishing", { least: 0, most: 10 }],
    ]),
    known: [{ sum: sumOf("household", "construction", "fishing"), least: 40, most: 40 }],
  };
  const cells = new Map([["fishing", sumOf("fishing")]]);
  expect(await fixedSums(facts, cells, 2)).toEqual([{ name: "fishing", least: 3, most: 3 }]);
  expect(await fixedSums({ ...facts, known: [] }, cells, 2)).toEqual([]);
});

test("two tables of the same people give back a cell that neither shows", async () => {
  // Four hidden cells; rows and columns are known, and three of the four can be no more than two.
  const unknowns = new Map<string, Range>([
    ["a", { least: 0, most: 2 }],
    ["b", { least: 0, most: 2 }],
    ["c", { least: 0, most: 2 }],
    ["d", anyNumber],
  ]);
  const known = [
    { sum: sumOf("a", "b"), least: 4, most: 4 },
    { sum: sumOf("a", "c"), least: 3, most: 3 },
    { sum: sumOf("c", "d"), least: 8, most: 8 },
  ];
  const fixed = await fixedSums({ unknowns, known }, new Map(["a", "b", "c", "d"].map((one) => [one, sumOf(one)])), 0);
  expect(fixed).toEqual([
    { name: "a", least: 2, most: 2 },
    { name: "b", least: 2, most: 2 },
    { name: "c", least: 1, most: 1 },
    { name: "d", least: 7, most: 7 },
  ]);
});

test("a difference is fixed where its two sides are not", async () => {
  const unknowns = new Map<string, Range>([
    ["before", { least: 11, most: 19 }],
    ["left", { least: 0, most: 1 }],
    ["after", anyNumber],
  ]);
  const known = [{ sum: plus(sumOf("before"), new Map([["left", -1]]), new Map([["after", -1]])), least: 0, most: 0 }];
  const groups = new Map([
    ["before", sumOf("before")],
    ["after", sumOf("after")],
    ["those who left", plus(sumOf("before"), new Map([["after", -1]]))],
  ]);
  expect(await fixedSums({ unknowns, known }, groups, 2)).toEqual([{ name: "those who left", least: 0, most: 1 }]);
});

test("only whole numbers count, and what agrees with nothing is said to", async () => {
  const half: Facts = {
    unknowns: new Map([["x", anyNumber]]),
    known: [{ sum: new Map([["x", 2]]), least: 3, most: 5 }],
  };
  expect(await fixedSums(half, new Map([["x", sumOf("x")]]), 0)).toEqual([{ name: "x", least: 2, most: 2 }]);
  const none: Facts = {
    unknowns: new Map([["x", anyNumber]]),
    known: [{ sum: new Map([["x", 2]]), least: 3, most: 3 }],
  };
  expect(await fixedSums(none, new Map([["x", sumOf("x")]]), 0)).toBeUndefined();
});
