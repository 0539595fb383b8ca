import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenBucket } from "./token-bucket.ts";

test("in any span of time no more is given than the bucket holds and what ran in meanwhile", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 100 }),
      (size, waits) => {
        let now = 0;
        const bucket = tokenBucket(() => now, { size, refill: 100 });
        const given: number[] = [];
        for (const wait of waits) {
          now += wait;
          if (bucket.take()) given.push(now);
        }
        for (const [index, from] of given.entries()) {
          for (const [more, to] of given.slice(index).entries()) {
            expect(more + 1).toBeLessThanOrEqual(size + (to - from) / 100 + 1e-9);
          }
        }
      },
    ),
  );
});

test("after a rest it is full again, and a clock that goes back takes nothing away", () => {
  let now = 1000;
  const bucket = tokenBucket(() => now, { size: 2, refill: 100 });
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
  now = 500;
  expect(bucket.take()).toBe(false);
  now = 700;
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
});
