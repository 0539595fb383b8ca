import { DAY } from "@commonhall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { endOfWeek, weekOf } from "../weeks.ts";
import { sealedSize, type SealedSize } from "./sealed-size.ts";

const MONDAY = Date.UTC(2026, 10, 23);

/** One copy a day, as somebody sees them who keeps them all; `needed` says how much there is on each day. */
function seen(needed: readonly number[]): readonly number[] {
  let before: SealedSize | undefined;
  return needed.map((mebibytes, day) => {
    before = sealedSize(mebibytes, weekOf(MONDAY + day * DAY), before);
    return before.mebibytes;
  });
}

const size = fc.integer({ min: 1, max: 50_000 });

test("every copy of a week has one size, as long as no more than a third comes in", () => {
  fc.assert(
    fc.property(
      size,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
      (first, more) => {
        const days = [first, ...more.map((part) => first + Math.floor((first / 3) * part))];
        expect(new Set(seen(days)).size).toBe(1);
      },
    ),
  );
});

test("what is there always fits, and never three times as much is kept for it", () => {
  fc.assert(
    fc.property(size, (needed) => {
      const { mebibytes } = sealedSize(needed, weekOf(MONDAY));
      expect(mebibytes).toBeGreaterThanOrEqual(needed);
      expect(mebibytes).toBeLessThanOrEqual(Math.max(32, 3 * needed));
    }),
  );
});

test("a small node that grows for years shows its size a few times, and on Mondays alone", () => {
  const daily = Array.from({ length: 365 * 5 }, (_, day) => 1 + Math.floor(day / 2));
  const sizes = seen(daily);
  const changes = sizes.flatMap((one, day) => (day > 0 && one !== sizes[day - 1] ? [day] : []));
  expect(changes.length).toBeLessThanOrEqual(6);
  for (const day of changes) expect(endOfWeek(weekOf(MONDAY + (day - 1) * DAY))).toBe(MONDAY + day * DAY);
});
