import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actorAt, fakeClock, objectAt, storedObject } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rowFrom } from "../objects/object-rows.ts";
import { openStore } from "../open-store.ts";
import { migrations } from "./migrations.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  file = join(folder, "store.db");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file as a node has it that does not know of this step. */
async function before(fill: (db: Kysely<{ object: ReturnType<typeof rowFrom> }>) => Promise<unknown>): Promise<void> {
  const earlier = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0017"));
  const db = new Kysely<{ object: ReturnType<typeof rowFrom> }>({
    dialect: new SqliteDialect({ database: new Sqlite(file) }),
  });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => earlier } }).migrateToLatest();
  if (error !== undefined) throw error;
  await fill(db);
  await db.destroy();
}

async function tasksAfterwards(): Promise<readonly unknown[]> {
  await using store = await openStore({ file, clock: fakeClock() });
  const tasks: unknown[] = [];
  await store.queue("tasks").drain((message) => void tasks.push(message));
  return tasks;
}

test("a node that has something reads through it once, for its feeds", async () => {
  const object = storedObject(objectAt("a.example", "post"), { attributedTo: actorAt("a.example") });
  await before((db) => db.insertInto("object").values(rowFrom(object)).execute());
  expect(await tasksAfterwards()).toEqual([{ task: { type: "fill feeds" }, key: "fill feeds" }]);
  expect(await tasksAfterwards()).toEqual([]);
});

test("a node that has nothing does not", async () => {
  await before(async () => undefined);
  expect(await tasksAfterwards()).toEqual([]);
});
