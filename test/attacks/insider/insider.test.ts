import { expect, test } from "vitest";
import { filledHall } from "../hall/filled-hall.ts";
import { walk } from "./insider.ts";

test("two who do all that they can let out what waits, and one of them does not", async () => {
  await using hall = await filledHall();
  expect((await walk(hall, ["proposer", "approver"])).left).toBe(hall.candidates.length);
  // Whoever signs as both is one person all the same.
  const alone = await walk(hall, ["both"]);
  expect(alone.left).toBe(0);
  expect(alone.tried).toBeGreaterThan(150);
});
