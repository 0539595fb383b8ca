import fc from "fast-check";
import { expect, test } from "vitest";
import { makeRecovery, openRecovery } from "./recovery.ts";

const made = async (needed: number, shares: number) => {
  const result = await makeRecovery(needed, shares);
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
};

test("any m of the n papers make the key, in any order; fewer, foreign or mistyped ones do not", async () => {
  const sizes = fc
    .integer({ min: 2, max: 5 })
    .chain((shares) => fc.tuple(fc.integer({ min: 2, max: shares }), fc.constant(shares)));
  await fc.assert(
    fc.asyncProperty(sizes, fc.infiniteStream(fc.nat()), async ([needed, shares], order) => {
      const { recovery, papers } = await made(needed, shares);
      const shuffled = papers
        .map((paper) => [order.next().value ?? 0, paper] as const)
        .sort(([a], [b]) => a - b)
        .map(([, paper]) => paper);
      const opened = await openRecovery(recovery, shuffled.slice(0, needed));
      expect(opened.ok && opened.value.box.public).toBe(recovery.box);
      expect(await openRecovery(recovery, shuffled.slice(0, needed - 1))).toEqual({
        ok: false,
        error: { type: "too few papers", needed },
      });
      const other = await made(needed, shares);
      const mixed = [...shuffled.slice(0, needed - 1), ...other.papers].filter(
        (paper) => !shuffled.slice(needed - 1).includes(paper),
      );
      const refused = await openRecovery(recovery, mixed.slice(0, needed));
      expect(refused.ok).toBe(false);
    }),
    { numRuns: 20 },
  );
});

test("the paper with the mistake is named", async () => {
  const { recovery, papers } = await made(2, 3);
  const [first = "", second = ""] = papers;
  const wrong = second.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
  expect(await openRecovery(recovery, [first, wrong])).toEqual({ ok: false, error: { type: "mistyped", paper: 2 } });
  expect(await openRecovery(recovery, [first, first])).toEqual({ ok: false, error: { type: "same paper twice" } });
  expect(await openRecovery(null, [first, second])).toEqual({ ok: false, error: { type: "no recovery key" } });
  const devanagari = first.replace(/\d/g, (digit) => String.fromCodePoint(0x966 + Number(digit)));
  expect((await openRecovery(recovery, [devanagari, second])).ok).toBe(true);
});

test("one person alone can never hold the key", async () => {
  for (const [needed, shares] of [
    [1, 1],
    [1, 3],
    [4, 3],
    [2, 13],
    [2.5, 3],
  ] as const) {
    expect(await makeRecovery(needed, shares)).toEqual({ ok: false, error: { type: "shares", least: 2, most: 12 } });
  }
});
