import { expect, test } from "vitest";
import { createTurnstile, type Bounds } from "./turnstile.ts";

const plenty = { burst: 100, perSecond: 1 };
const BOUNDS: Bounds = { atOnce: 4, ofOneHost: 2, waiting: 4, perHost: plenty, together: plenty };

test("a host that takes its time has some of the places and never all of them", async () => {
  const turnstile = createTurnstile(() => 0, BOUNDS);
  const entered: string[] = [];
  const { promise: never, resolve: end } = Promise.withResolvers<void>();
  const slow = (n: number) =>
    turnstile.pass("slow.example", async () => {
      entered.push(`slow ${n}`);
      await never;
    });
  const quick = (n: number) => turnstile.pass("quick.example", async () => void entered.push(`quick ${n}`));
  const waiting = [slow(1), slow(2), slow(3), slow(4)];
  expect(await slow(5)).toMatchObject({ type: "turned away", reason: "this host" });
  await Promise.all([quick(1), quick(2), quick(3)]);
  expect(entered).toEqual(["slow 1", "slow 2", "quick 1", "quick 2", "quick 3"]);
  end();
  await Promise.all(waiting);
  expect(entered.slice(5)).toEqual(["slow 3", "slow 4"]);
});
