import { describe, expect, test } from "vitest";
import { type Bits, coinsFrom } from "./coins.ts";
import { discreteLaplace, geometric, type Epsilon } from "./discrete-laplace.ts";

const DRAWS = 100_000;
const coins = coinsFrom(Buffer.from("a key of a test, and not of any centre's release"));

/** How often each whole number came, of so many draws. */
function histogram(draw: (bits: Bits) => number, label: string): ReadonlyMap<number, number> {
  const bits = coins([label]);
  const counts = new Map<number, number>();
  for (let i = 0; i < DRAWS; i++) {
    const value = draw(bits);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Pearson's χ² over the values from `least` to `most`; all that lie outside are one cell at each end. */
function chiSquare(
  counts: ReadonlyMap<number, number>,
  probability: (value: number) => number,
  [least, most]: readonly [number, number],
): number {
  const values = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  const total = (of: (value: number) => number) => values.map(of).reduce((sum, one) => sum + one, 0);
  const inside = values.map((value) => [counts.get(value) ?? 0, probability(value) * DRAWS] as const);
  const outside = [DRAWS - total((value) => counts.get(value) ?? 0), DRAWS * (1 - total(probability))] as const;
  const cells = outside[1] >= 5 ? [...inside, outside] : inside;
  return cells.reduce((sum, [seen, expected]) => sum + (seen - expected) ** 2 / expected, 0);
}

/** What χ² exceeds once in a thousand times where all is right, by degrees of freedom. */
const ONE_IN_A_THOUSAND: Readonly<Record<number, number>> = { 6: 22.46, 10: 29.59, 11: 31.26, 17: 40.79, 33: 63.87 };

describe("the noise (P14)", () => {
  const laplace =
    ({ numerator, denominator }: Epsilon) =>
    (value: number): number => {
      const q = Math.exp(-numerator / denominator);
      return ((1 - q) / (1 + q)) * q ** Math.abs(value);
    };

  test.each([
    [{ numerator: 1, denominator: 1 }, 8],
    [{ numerator: 1, denominator: 2 }, 16],
    [{ numerator: 3, denominator: 2 }, 5],
  ] as const)("of ε = %j is the discrete Laplace distribution", async (epsilon, most) => {
    const counts = histogram((bits) => discreteLaplace(bits, epsilon), `ε ${JSON.stringify(epsilon)}`);
    const limit = ONE_IN_A_THOUSAND[2 * most + 1] ?? 0;
    expect(chiSquare(counts, laplace(epsilon), [-most, most])).toBeLessThan(limit);
    // The same key gives the same noise on every machine, for ever.
    const lines = [...counts].sort(([one], [other]) => one - other).map(([value, count]) => `${value} ${count}\n`);
    const name = `golden/noise-${epsilon.numerator}-${epsilon.denominator}.txt`;
    await expect(lines.join("")).toMatchFileSnapshot(name);
  });

  test("a distribution that is a little off would be seen", () => {
    const counts = histogram((bits) => discreteLaplace(bits, { numerator: 1, denominator: 1 }), "off");
    expect(chiSquare(counts, laplace({ numerator: 20, denominator: 21 }), [-8, 8])).toBeGreaterThan(100);
  });

  test("what is drawn on top of k is geometric with mean 1 (R2)", () => {
    expect(
      chiSquare(histogram(geometric, "geometric"), (value) => (value < 0 ? 0 : 2 ** -(value + 1)), [0, 9]),
    ).toBeLessThan(ONE_IN_A_THOUSAND[10] ?? 0);
  });
});

describe("coins", () => {
  test.each([1, 2, 7, 18])("fall on each of %i numbers alike", (bound) => {
    const counts = histogram((bits) => bits.below(bound), `below ${bound}`);
    expect([...counts.keys()].every((value) => value >= 0 && value < bound)).toBe(true);
    const limit = { 1: 0.001, 2: 10.83, 7: ONE_IN_A_THOUSAND[6], 18: ONE_IN_A_THOUSAND[17] }[bound] ?? 0;
    expect(chiSquare(counts, () => 1 / bound, [0, bound - 1])).toBeLessThan(limit);
  });

  test("are the same for the same label and key, and others for others", () => {
    const first = (key: string, ...label: string[]) =>
      Buffer.from(coinsFrom(Buffer.from(key))(label).bytes(40)).toString("hex");
    expect(first("a", "x")).toBe(first("a", "x"));
    const all = [
      first("a", "x"),
      first("b", "x"),
      first("a", "y"),
      first("a", "x", "y"),
      first("a", "xy"),
      first("a", 'x","y'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test("do not begin anew after the first block", () => {
    const bytes = Buffer.from(coins(["long"]).bytes(96)).toString("hex");
    expect(new Set([bytes.slice(0, 64), bytes.slice(64, 128), bytes.slice(128)]).size).toBe(3);
  });
});
