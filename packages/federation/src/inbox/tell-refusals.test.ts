import { MINUTE } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { tellRefusals } from "./tell-refusals.ts";

test("a flood of refusals makes one line a minute for each reason, and none is left out of the number", () => {
  const clock = fakeClock(0);
  const lines: unknown[] = [];
  const tell = tellRefusals({ info: (_, facts) => void lines.push(facts) }, clock);
  for (let count = 0; count < 1000; count += 1) tell("unproven");
  tell("it cannot be read: not JSON");
  expect(lines).toEqual([
    { why: "unproven", count: 1 },
    { why: "it cannot be read: not JSON", count: 1 },
  ]);
  clock.advance(MINUTE);
  tell("unproven");
  tell("unproven");
  expect(lines.slice(2)).toEqual([{ why: "unproven", count: 1000 }]);
});

test("a clock that was set back keeps no reason quiet", () => {
  const clock = fakeClock(10 * MINUTE);
  const lines: unknown[] = [];
  const tell = tellRefusals({ info: (_, facts) => void lines.push(facts) }, clock);
  tell("unproven");
  clock.set(0);
  tell("unproven");
  expect(lines).toHaveLength(2);
});
