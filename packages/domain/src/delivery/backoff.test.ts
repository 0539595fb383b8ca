import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, SECOND } from "../time.ts";
import { giveUpAt, waitAfter } from "./backoff.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const MIDDLE = 0.5;

describe("how long to wait after a failure", () => {
  test("2, 5, 15 and 30 seconds, then twice as long each time, then an hour", () => {
    const waits = Array.from({ length: 14 }, (_, index) => waitAfter(index + 1, MIDDLE) / SECOND);
    expect(waits).toEqual([2, 5, 15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
  });

  test("spread by a fifth either way, never more than an hour and a fifth, whatever the count", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 1_000_000 }), random, (attempts, chance) => {
        const wait = waitAfter(attempts, chance);
        const middle = waitAfter(attempts, MIDDLE);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(middle * 0.8));
        expect(wait).toBeLessThanOrEqual(Math.ceil(middle * 1.2));
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(1.2 * HOUR);
        expect(waitAfter(attempts + 1, MIDDLE)).toBeGreaterThanOrEqual(middle);
      }),
    );
  });

  test("a week has room for more than a hundred attempts: a host that returns is noticed within the hour or so", () => {
    let at = 0;
    let attempts = 0;
    while (at < giveUpAt(0, "Create")) at += waitAfter((attempts += 1), 0.999);
    expect(attempts).toBeGreaterThan(100);
  });
});

test("given up after a week, a Delete after thirty days", () => {
  expect(giveUpAt(1_000, "Create")).toBe(1_000 + 7 * DAY);
  expect(giveUpAt(1_000, "Update")).toBe(1_000 + 7 * DAY);
  expect(giveUpAt(1_000, "Delete")).toBe(1_000 + 30 * DAY);
  expect(giveUpAt(1_000, "Undo")).toBe(1_000 + 30 * DAY);
});
