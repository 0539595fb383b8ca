import { trusted } from "@commonhall/domain";
import { centre, fakeClock, localActor, ourActor } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = localActor(ourActor("hall"), { handle: trusted.handle("hall"), created: 1 });
const NODE = localActor(trusted.actor("https://hall.example/actor"), { kind: "node", created: 2 });

const open = () => openTestStore({ clock: fakeClock() });

test("our actors come back as they were put last, by id and by name", async () => {
  await using store = await open();
  const { localActors } = store.direct;
  for (const actor of [NODE, HALL]) await localActors.put(actor);
  expect(await localActors.all()).toEqual([HALL, NODE]);
  expect(await localActors.byHandle(trusted.handle("hall"))).toEqual(HALL);
  await localActors.put({ ...HALL, document: "changed" });
  expect(await localActors.get(HALL.id)).toEqual({ ...HALL, document: "changed" });
  await localActors.markDeleted(HALL.id, 9);
  expect(await localActors.get(HALL.id)).toEqual({ ...HALL, document: "changed", deleted: 9 });
});

test("a name belongs to one actor for ever", async () => {
  await using store = await open();
  const { localActors, handles } = store.direct;
  const name = trusted.handle("hall");
  expect(await handles.isTaken(name)).toBe(false);
  await localActors.put(HALL);
  expect(await handles.isTaken(name)).toBe(true);
  await expect(localActors.put(localActor(ourActor("other"), { handle: name }))).rejects.toThrow();
  await localActors.markDeleted(HALL.id, 9);
  expect(await handles.isTaken(name)).toBe(true);
});

test("a node has the centre that was put, as it was put last", async () => {
  await using store = await open();
  const { centres } = store.direct;
  expect(await centres.get()).toBeUndefined();
  await centres.put(centre());
  await centres.put(centre({ founded: 5 }));
  expect(await centres.get()).toEqual(centre({ founded: 5 }));
});
