import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROOT = new URL("../", import.meta.url);
const page = readFileSync(new URL("docs/PROOFS.md", ROOT), "utf8");

/** Of Node and ownership, and Operations; and the lock of everything. */
const ROWS = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "O1", "O2", "O3", "O4", "A14"];

/** `12. \`path/of/a.test.ts\`: the name of a test in it`. */
const named = [...page.matchAll(/^(\d+)\. `([^`]+)`: (.+)$/gm)].map(([, number = "", file = "", name = ""]) => ({
  number: Number(number),
  file,
  name,
}));

/** Of each row the numbers of its tests. */
const rows = new Map(
  [...page.matchAll(/^\| (\w+|–) \|.*\| ([\d ]+) \|$/gm)].map(([, row = "", tests = ""]) => [
    row,
    tests.split(" ").map(Number),
  ]),
);

test("every proof is in the tree, under its name", () => {
  expect(named.length).toBeGreaterThan(40);
  const gone = named.filter(({ file, name }) => !readFileSync(new URL(file, ROOT), "utf8").includes(name));
  expect(gone).toEqual([]);
});

test("every row has proofs, and every proof that is listed belongs to one row", () => {
  expect([...rows.keys()]).toEqual([...ROWS, "–"]);
  expect([...rows.values()].flat()).toEqual(named.map(({ number }) => number));
  expect(named.map(({ number }) => number)).toEqual(named.map((_, at) => at + 1));
});
