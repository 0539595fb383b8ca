import { seededRandom } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { lineTo } from "./line.ts";
import { gainOfNearest, type Seen } from "./nearest.ts";
import { startLocalServer } from "@commonhall/testkit";

const random = seededRandom(4);
const many = (size: (what: string) => number): readonly Seen[] =>
  Array.from({ length: 60 }, (_, at) => {
    const what = ["wrong", "no answer", "a short answer"][at % 3] ?? "";
    return { what, passed: [{ up: 700, down: size(what) }] };
  });

test("pages that are as long as what stands on them are told apart, and padded ones are not", () => {
  const bare = (what: string) => 900 + 100 * what.length + Math.floor(random() * 40);
  expect(gainOfNearest(many(bare), many(bare))).toBeGreaterThan(0.6);
  expect(
    gainOfNearest(
      many(() => 8896),
      many(() => 8896),
    ),
  ).toBeCloseTo(0);
});

test("whoever sits on the line sees how much goes each way", async () => {
  await using server = await startLocalServer((_, response) => void response.end("x".repeat(1000)));
  await using line = await lineTo(server.origin);
  expect(
    (await fetch(line.origin, { method: "POST", body: "y".repeat(500), headers: { connection: "close" } })).status,
  ).toBe(200);
  const [passed] = line.seen();
  expect(passed?.up).toBeGreaterThan(500);
  expect(passed?.up).toBeLessThan(1000);
  expect(passed?.down).toBeGreaterThan(1000);
  expect(line.seen()).toEqual([]);
});
