import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import { killAndCopy } from "./kills.ts";
import { soakYear, type Sample, type Year } from "./year.ts";

// `pnpm soak` in short: what is run for half an hour there is run for some seconds here.

test("ten days of everything leaves nothing that waits, and everything that was said where it belongs", async () => {
  const year = await soakYear({ allies: 6, days: 10, seed: 2 });
  const all = judge(year);
  expect(Object.values(year.done).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(80);
  // What serves its time has not served it by then.
  expect(all.filter((fault) => !fault.includes("rows at the half"))).toEqual([]);
});

test("killed at any moment, and copied as it lies there: what it said yes to is there, and goes on", async () => {
  const kills = await killAndCopy({ lives: 4, seed: 5 });
  expect(kills.faults).toEqual([]);
  expect(Math.min(kills.published, kills.accepted)).toBeGreaterThan(4);
});

const sample = (day: number, heap: number, more: Partial<Sample> = {}): Sample => ({
  day,
  heap,
  resident: heap,
  waiting: { deliveries: 0, arrivals: 0, tasks: 0 },
  log: {},
  ...more,
});
const MIB = 1024 * 1024;
const yearOf = (heapOn: (day: number) => number, last: Partial<Sample> = {}): Year => ({
  samples: Array.from({ length: 40 }, (_, day) => sample(day, heapOn(day) * MIB, day === 39 ? last : {})),
  half: new Map([["session", { rows: 10, bytes: 1 }]]),
  end: new Map([["session", { rows: 12, bytes: 1 }]]),
  done: {},
  missing: 0,
  doubled: 0,
});

test("a year is judged by what grows, waits, went wrong or got lost", () => {
  expect(judge(yearOf(() => 80))).toEqual([]);
  expect(judge(yearOf((day) => 80 + day))).toEqual([expect.stringContaining("what is in use grew")]);
  const waits = { deliveries: 3, arrivals: 0, tasks: 0 };
  expect(judge(yearOf(() => 80, { waiting: waits }))).toEqual(["3 deliveries wait at the end"]);
  expect(judge(yearOf(() => 80, { log: { "error: a request failed": 2 } }))).toEqual([
    expect.stringContaining("error"),
  ]);
  const grown = { ...yearOf(() => 80), end: new Map([["session", { rows: 900, bytes: 1 }]]) };
  expect(judge(grown)).toEqual(["session: 10 rows at the half, 900 at the end"]);
  expect(judge({ ...yearOf(() => 80), missing: 1, doubled: 2 })).toHaveLength(2);
});
