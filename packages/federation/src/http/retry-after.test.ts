import fc from "fast-check";
import { DAY, HOUR, SECOND } from "@commonhall/domain";
import { describe, expect, it } from "vitest";
import { retryAfterIn } from "./retry-after.ts";

const now = Date.parse("2026-11-22T00:00:00Z");

describe("Retry-After", () => {
  it("is read as seconds or as a date", () => {
    expect(retryAfterIn("120", now)).toBe(120 * SECOND);
    expect(retryAfterIn("Sun, 22 Nov 2026 01:00:00 GMT", now)).toBe(HOUR);
    expect(retryAfterIn("Sat, 21 Nov 2026 01:00:00 GMT", now)).toBe(0);
    expect(retryAfterIn("99999999", now)).toBe(DAY);
    expect(retryAfterIn("", now)).toBeUndefined();
    expect(retryAfterIn("soon", now)).toBeUndefined();
  });

  it("is never negative, never more than a day, whatever stands there", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wait = retryAfterIn(text, now);
        expect(wait === undefined || (wait >= 0 && wait <= DAY)).toBe(true);
      }),
    );
  });
});
