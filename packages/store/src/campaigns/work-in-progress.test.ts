import { expect, test } from "vitest";
import { fakeClock } from "@commonhall/testkit";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const answers = { "contract-cut": "no", closure: "no", dismissal: "no", deportation: "no" } as const;
const work = { id: "w", kind: "campaign", by: "ana", saved: 5, fields: { name: "A" } } as const;

test("what was answered about a draft stays with it, one answer for each person, until it is saved anew", async () => {
  await using store = await openTestStore({ clock: fakeClock() });
  const works = store.workInProgress;
  await works.save(work);
  const check = (by: string, at: number) => ({ by, at, answers });
  expect(await works.check("w", 5, check("ana", 6))).toBe(true);
  expect(await works.check("w", 5, check("bo", 7))).toBe(true);
  expect(await works.check("w", 5, check("ana", 8))).toBe(true);
  expect((await works.get("w"))?.checks).toEqual([check("bo", 7), check("ana", 8)]);
  expect(await works.check("w", 4, check("cy", 9))).toBe(false);
  await works.save({ ...work, saved: 10 });
  expect((await works.get("w"))?.checks).toEqual([]);
});
