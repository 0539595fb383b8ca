import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROOT = new URL("../", import.meta.url);
const page = readFileSync(new URL("docs/THREATS.md", ROOT), "utf8");

/** `12. \`path/of/a.test.ts\`: the name of a test in it`. */
const named = [...page.matchAll(/^(\d+)\. `([^`]+)`: (.+)$/gm)].map(([, number = "", file = "", name = ""]) => ({
  number: Number(number),
  file,
  name,
}));

test("every test that stands behind a promise is in the tree, under its name", () => {
  expect(named.length).toBeGreaterThan(40);
  const gone = named.filter(({ file, name }) => !readFileSync(new URL(file, ROOT), "utf8").includes(name));
  expect(gone).toEqual([]);
});

test("every line of the table names tests that are listed, or says that nothing is defended; every listed one is named", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| who |"));
  const last = rows.map((row) => row.split("|").at(-2)?.trim() ?? "");
  const undefended = rows.filter((_, at) => last[at] === "–");
  expect(undefended.every((row) => row.includes("**not defended**"))).toBe(true);
  const numbers = new Set(last.filter((cell) => cell !== "–").flatMap((cell) => cell.split(" ").map(Number)));
  expect([...numbers].toSorted((a, b) => a - b)).toEqual(named.map(({ number }) => number));
});
