import { seededRandom } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { plus, settle, sumOf, total, type Facts, type Range, type Sum } from "./exact-integers.ts";
import { walk } from "./steps.ts";

const anyNumber: Range = { least: 0 };

const fixedSums = async (facts: Facts, sums: ReadonlyMap<string, Sum>, width: number) =>
  (await settle(facts, sums, width))?.fixed;

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

test("what is given up is undecided, and never open", async () => {
  const facts: Facts = { unknowns: new Map([["x", anyNumber]]), known: [] };
  const groups = new Map([["x", sumOf("x")]]);
  expect((await settle(facts, groups, 2))?.open).toEqual({ solved: 1, walked: 0 });
  const nothing = { fixed: [], undecided: [{ name: "x", least: 0, most: 0 }], open: { solved: 0, walked: 0 } };
  expect(await settle(facts, groups, 2, 1)).toEqual(nothing);
});

const same = (one: Sum, other: string) => ({ sum: plus(one, new Map([[other, -1]])), least: 0, most: 0 });
/** People of two cells, some of them in a bulletin over both. */
const CELLS: Facts = {
  unknowns: new Map<string, Range>([
    ["households", { least: 10, most: 18 }],
    ["fishing", { least: 10, most: 18 }],
    ["bulletin", { least: 11, most: 19 }],
    ...["of households", "of fishing", "rest of households", "rest of fishing"].map((name): [string, Range] => [
      name,
      anyNumber,
    ]),
  ]),
  known: [
    same(sumOf("of households", "rest of households"), "households"),
    same(sumOf("of fishing", "rest of fishing"), "fishing"),
    same(sumOf("of households", "of fishing"), "bulletin"),
  ],
};
const AT = new Map(
  Object.entries({
    households: 10,
    fishing: 10,
    bulletin: 11,
    "of households": 10,
    "of fishing": 1,
    "rest of households": 0,
    "rest of fishing": 9,
  }),
);

test("from one solution others are walked to, and each keeps to all that is known", () => {
  const ways: readonly (readonly [string, Range, number])[] = [
    ["rest of households", { least: 7 }, 7],
    ["bulletin", { least: 19 }, 19],
    ["of households", { most: 3 }, 3],
    ["fishing", { least: 18 }, 18],
  ];
  for (const [name, wanted, reached] of ways) {
    const found = walk(CELLS, AT, sumOf(name), wanted) ?? new Map<string, number>();
    expect(found.get(name)).toBe(reached);
    expect(CELLS.known.map(({ sum }) => total(sum, found))).toEqual([0, 0, 0]);
    for (const [unknown, { least = 0, most = 99 }] of CELLS.unknowns) {
      expect(found.get(unknown)).toBeGreaterThanOrEqual(least);
      expect(found.get(unknown)).toBeLessThanOrEqual(most);
    }
  }
});

test("there is no way to where nothing is", () => {
  expect(walk(CELLS, AT, sumOf("bulletin"), { least: 20 })).toBeUndefined();
  expect(walk(CELLS, AT, sumOf("rest of households"), { least: 19 })).toBeUndefined();
});

test("what would take years ends, undecided", async () => {
  // To halve four sums at once is as hard as puzzles of whole numbers come (Cornuéjols and Dawande, market splits).
  const random = seededRandom(3);
  const names = Array.from({ length: 30 }, (_, index) => `x${index}`);
  const known = Array.from({ length: 4 }, () => {
    const sum = new Map(names.map((name) => [name, Math.floor(random() * 100)]));
    const half = Math.floor([...sum.values()].reduce((all, one) => all + one, 0) / 2);
    return { sum, least: half, most: half };
  });
  const unknowns = new Map(names.map((name): [string, Range] => [name, { least: 0, most: 1 }]));
  const settled = await settle({ unknowns, known }, new Map([["x0", sumOf("x0")]]), 0, 1000);
  expect(settled?.undecided).toEqual([{ name: "x0", least: 0, most: 0 }]);
});
