import { expect, test } from "vitest";
import { periodFrom } from "./periods.ts";

const at = (text: string) => Date.parse(text);

test("a quarter, a year and two years are spoken of on the release day a month after they end", () => {
  expect(periodFrom("2026-Q1")).toEqual({
    months: 3,
    begins: at("2026-01-01T00:00:00Z"),
    released: at("2026-05-05T09:00:00Z"),
  });
  expect(periodFrom("2026-Q3")).toEqual({
    months: 3,
    begins: at("2026-07-01T00:00:00Z"),
    released: at("2026-11-03T09:00:00Z"),
  });
  expect(periodFrom("2026-Q4")).toEqual({
    months: 3,
    begins: at("2026-10-01T00:00:00Z"),
    released: at("2027-02-02T09:00:00Z"),
  });
  expect(periodFrom("2026")).toEqual({
    months: 12,
    begins: at("2026-01-01T00:00:00Z"),
    released: at("2027-02-02T09:00:00Z"),
  });
  expect(periodFrom("2025-2026")).toEqual({
    months: 24,
    begins: at("2025-01-01T00:00:00Z"),
    released: at("2027-02-02T09:00:00Z"),
  });
});

test.each(["2026-Q0", "2026-Q5", "2026-05", "26", "2026-2027", "2025-2027", "2026-2025", "", " 2026", "2026-Q1 "])(
  "%j is no period",
  (text) => expect(periodFrom(text)).toBeUndefined(),
);
