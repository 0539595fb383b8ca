import { inspect } from "node:util";
import { MINUTE } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { networkCounts } from "./network-counts.ts";

afterEach(() => void vi.useRealTimers());

const times = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);
const network = fc.oneof(
  fc.ipV4().map((address) => address.replace(/\.\d+$/, "")),
  fc.ipV6(),
  fc.constant(undefined),
);

test("whatever comes in whatever order: no network has more than its share, and none takes another's", () => {
  fc.assert(
    fc.property(fc.array(network, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), (networks, draws) => {
      const counts = networkCounts(fakeClock());
      const passed = new Map(networks.map((name) => [name, 0]));
      const asked = new Map(networks.map((name) => [name, 0]));
      for (const draw of draws.take(60)) {
        const name = networks[draw % networks.length];
        asked.set(name, (asked.get(name) ?? 0) + 1);
        if (counts.passes(name)) passed.set(name, (passed.get(name) ?? 0) + 1);
      }
      for (const [name, count] of passed) {
        expect(count).toBe(Math.min(asked.get(name) ?? 0, name === undefined ? 10 : 5));
      }
    }),
  );
});

test("no count says whose it is: each stands under a MAC, and under another one after ten minutes", () => {
  const clock = fakeClock();
  const kept = new Map<string, number>();
  const counts = networkCounts(clock, kept);
  const seen = new Set<string>();
  for (let count = 0; count < 20; count += 1) {
    expect(counts.passes("192.0.2")).toBe(true);
    expect(counts.passes("2001:db8:7")).toBe(true);
    expect([...kept.keys()].every((name) => /^[\w-]{43}$/.test(name))).toBe(true);
    // With a mark that no MAC has: three letters alone stand in one of them by chance.
    expect(inspect(kept) + inspect(counts, { depth: null, showHidden: true })).not.toMatch(/192\.|2001:|:db8/);
    for (const name of kept.keys()) seen.add(name);
    clock.advance(10 * MINUTE);
  }
  expect(seen.size).toBe(40);
});

test("after ten minutes every count has gone, and to the minute not before", () => {
  const clock = fakeClock();
  const kept = new Map<string, number>();
  const counts = networkCounts(clock, kept);
  expect(times(6, () => counts.passes("192.0.2"))).toEqual([true, true, true, true, true, false]);
  clock.advance(10 * MINUTE - 1);
  expect(counts.passes("192.0.2")).toBe(false);
  clock.advance(1);
  expect(counts.passes("198.51.100")).toBe(true);
  expect(kept.size).toBe(1);
  expect(counts.passes("192.0.2")).toBe(true);
  counts.forget();
  expect(kept.size).toBe(0);
});

test("they go by themselves, though nobody comes any more", () => {
  vi.useFakeTimers();
  const kept = new Map<string, number>();
  const counts = networkCounts(() => 0, kept);
  counts.passes("192.0.2");
  vi.advanceTimersByTime(10 * MINUTE - 1);
  expect(kept.size).toBe(1);
  vi.advanceTimersByTime(1);
  expect(kept.size).toBe(0);
  counts.passes("192.0.2");
  counts.forget();
  expect(vi.getTimerCount()).toBe(0);
});

test("networks without end fill no memory: from ten thousand on they have one share together, and the first keep theirs", () => {
  const kept = new Map<string, number>();
  const counts = networkCounts(fakeClock(), kept);
  counts.passes("192.0.2");
  for (let count = 0; count < 12_000; count += 1) counts.passes(`2001:db8:${count.toString(16)}`);
  expect(kept.size).toBe(10_001);
  expect(counts.passes("198.51.100")).toBe(false);
  expect(counts.passes("192.0.2")).toBe(true);
  expect(times(11, () => counts.passes(undefined)).filter(Boolean)).toHaveLength(10);
});
