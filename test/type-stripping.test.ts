import { stripTypeScriptTypes } from "node:module";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readTree } from "./architecture/sources.ts";

const { sources } = readTree(resolve(import.meta.dirname, ".."));

/** Why Node cannot run it as it is written; undefined where it can. */
function whyNot(text: string): string | undefined {
  try {
    stripTypeScriptTypes(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

test("Node itself can run every file as it is written: what tests run through is another program", () => {
  expect(sources.length).toBeGreaterThan(1000);
  const broken = sources.flatMap(({ path, text }) => {
    const why = whyNot(text);
    return why === undefined ? [] : [`${path}: ${why}`];
  });
  expect(broken).toEqual([]);
});

test.each(["enum A { B }", "for (const of of [1]) {}", "class A { constructor(private b: number) {} }"])(
  "what it cannot run is found: %s",
  (text) => expect(whyNot(text)).toBeDefined(),
);
