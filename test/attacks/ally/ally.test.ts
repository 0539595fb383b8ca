import { expect, test } from "vitest";
import { attempts } from "./ally.ts";

test("an ally learns what is theirs by the same tries by which a stranger learns nothing", async () => {
  const theirs = await attempts("accepted");
  expect(theirs.learnt).toBeGreaterThan(10);
  const nobodys = await attempts("never");
  expect(nobodys).toEqual({ tried: theirs.tried, learnt: 0 });
});
