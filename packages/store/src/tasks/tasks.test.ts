import { HOUR, type Task } from "@commonhall/domain";
import { actorAt, fakeClock } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const REFRESH: Task = { type: "refresh actor", actor: actorAt("a.example") };
const BACKFILL: Task = { type: "backfill", actor: actorAt("a.example") };

async function open() {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  const due = async () => {
    const tasks: unknown[] = [];
    await store.queue("tasks").drain((task) => void tasks.push(task));
    return tasks;
  };
  return { clock, store, due, [Symbol.asyncDispose]: store.close };
}

test("a task is due with the commit that says so, and not without it", async () => {
  await using opened = await open();
  const { store, due } = opened;
  await store.work.run((rooms) => rooms.tasks.add(REFRESH, { attempts: 2 }));
  const undone = store.work.run(async (rooms) => {
    await rooms.tasks.add(BACKFILL);
    throw new Error("not after all");
  });
  await expect(undone).rejects.toThrow();
  expect(await due()).toEqual([{ task: REFRESH, attempts: 2 }]);
});

test("a task waits for its time", async () => {
  await using opened = await open();
  const { store, due, clock } = opened;
  await store.direct.tasks.add(REFRESH, { after: HOUR });
  expect(await due()).toEqual([]);
  clock.advance(HOUR);
  expect(await due()).toEqual([{ task: REFRESH }]);
});

test("a task of a key that waits already is not added, one of a key that is being done is", async () => {
  await using opened = await open();
  const { store, due } = opened;
  const { tasks } = store.direct;
  await tasks.add(REFRESH, { key: "one" });
  await tasks.add(BACKFILL, { key: "one" });
  await tasks.add(BACKFILL, { key: "other" });
  expect(await due()).toEqual([
    { task: REFRESH, key: "one" },
    { task: BACKFILL, key: "other" },
  ]);
  await tasks.add(REFRESH, { key: "one" });
  let again = 0;
  await store.queue("tasks").drain(async () => {
    if (again++ === 0) await tasks.add(BACKFILL, { key: "one" });
  });
  expect(again).toBe(2);
});
