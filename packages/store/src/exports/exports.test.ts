import { centre, fakeClock, ourActor, ourObject, outgoing, storedObject } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";
import type { Store } from "../store.ts";
import type { ExportedRow } from "./exports.ts";

const clock = fakeClock();

async function says(store: Store, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await store.work.run(async ({ objects, outbox }) => {
      await objects.put(storedObject(ourObject(name), { local: true }));
      await outbox.append(outgoing(name, { actor: ourActor("hall"), object: ourObject(name) }), []);
    });
  }
}

async function rowsOf({ exports }: Store, during: () => Promise<void> = async () => undefined) {
  const rows: ExportedRow[] = [];
  await exports.read(async (row) => {
    if (rows.length === 0) await during();
    rows.push(row);
  });
  return rows;
}

async function* each(rows: readonly ExportedRow[]): AsyncIterable<ExportedRow> {
  yield* rows;
}

test("what is exported stands as it stood at one moment, whatever is written meanwhile", async () => {
  await using store = await openTestStore({ clock });
  await store.direct.centres.put(centre());
  await says(store, "one");
  const before = await rowsOf(store);
  expect(before.some(({ table }) => table === "activity")).toBe(true);
  expect(await rowsOf(store, () => says(store, "two"))).toEqual(before);
});

test("what is brought in is the same rows, and what comes after it gets numbers of its own", async () => {
  await using store = await openTestStore({ clock });
  await store.direct.centres.put(centre());
  await says(store, "one", "two");
  const rows = await rowsOf(store);
  await using other = await openTestStore({ clock });
  const filled = await other.exports.bringIn({ rows: each(rows), keys: new Map(), settings: {} });
  expect(filled).toEqual({ ok: true, value: undefined });
  expect(await rowsOf(other)).toEqual(rows);
  await says(other, "three");
  const numbers = (await rowsOf(other))
    .filter(({ table }) => table === "activity")
    .map(({ line }): unknown => JSON.parse(line).sequence);
  expect(numbers).toEqual([1, 2, 3]);
});

test("of more rows than are read at once each is exported once, in order", async () => {
  await using store = await openTestStore({ clock });
  await store.direct.centres.put(centre());
  const ids = Array.from({ length: 1_203 }, (_, index) => ourObject(`many-${String(index).padStart(4, "0")}`));
  await store.work.run(async ({ objects }) => {
    for (const id of ids) await objects.put(storedObject(id, { local: true }));
  });
  const exported = (await rowsOf(store))
    .filter(({ table }) => table === "object")
    .map(({ line }): unknown => JSON.parse(line).id);
  expect(exported).toEqual(ids);
});
