import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock, ourObject, outgoing, storedObject } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { moveToPostgres } from "../../copying/move-to-postgres.ts";
import { tablesInOrder } from "../../copying/sqlite-tables.ts";
import { openStore } from "../../open-store.ts";
import { emptyPostgres } from "../open-test-store.fixture.ts";
import { useEverything } from "../use-everything.fixture.ts";

let folder: string;
let file: string;
let kept: string;
let postgres: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  file = join(folder, "hall.sqlite");
  kept = join(folder, "hall.sqlite.moved");
  postgres = await emptyPostgres(inject("postgres") ?? expect.fail("there is no PostgreSQL"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clock = fakeClock();
const pepper = async () => Buffer.alloc(32, 7);
const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** A store that has used every room, with something that the other database cannot keep. */
async function filled(): Promise<void> {
  await using store = await openStore({ file, clock, pepper });
  await useEverything(store, clock());
  await store.settings.set("strange", 'a\0b "\\u0000" \u2028 ä 日本');
  await store.direct.objects.put(storedObject(ourObject("last"), { local: true }));
  await store.direct.outbox.append(outgoing("last"), []);
}

/** All rows of a table as text, in an order of their own. */
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted();

function sqliteRows(): ReadonlyMap<string, readonly string[]> {
  const source = new Sqlite(kept, { readonly: true });
  const rows = (table: string) => sorted(source.prepare(`select * from "${table}"`).all());
  const all = new Map(tablesInOrder(source).map((table) => [table, rows(table)] as const));
  source.close();
  return all;
}

async function postgresRows(tables: Iterable<string>): Promise<ReadonlyMap<string, readonly string[]>> {
  const types = { getTypeParser: () => (text: string) => text };
  const client = new pg.Client({ connectionString: postgres, types });
  await client.connect();
  const all = new Map<string, readonly string[]>();
  for (const table of tables) {
    // PostgreSQL writes each row as JSON in the order of its columns, which is the file's.
    const { rows } = await client.query<{ row: string }>(`select row_to_json(one)::text as row from "${table}" as one`);
    all.set(table, sorted(rows.map(({ row }): unknown => JSON.parse(row))));
  }
  await client.end();
  return all;
}

test("every row of every table arrives as it was, and numbers go on after the last", async () => {
  await filled();
  const moved = await moveToPostgres(file, postgres, kept);
  expect(moved).toMatchObject({ ok: true, value: { kept } });
  expect([await isThere(file), await isThere(kept)]).toEqual([false, true]);
  const before = sqliteRows();
  const after = await postgresRows(before.keys());
  expect([...before.values()].filter(({ length }) => length > 0).length).toBeGreaterThan(30);
  for (const [table, rows] of before) {
    const asKept = rows.map((row) => row.replaceAll(String.raw`a\u0000b`, "a\uFFFDb"));
    expect([table, after.get(table)]).toEqual([table, asKept.toSorted()]);
  }
  await using store = await openStore({ postgres, clock, pepper });
  await store.direct.outbox.append(outgoing("new"), []);
  expect(await store.direct.outbox.get(outgoing("new").id)).toBeDefined();
  await expect(
    store.direct.objects.put({ ...storedObject(ourObject("x"), { local: true }), kind: "bulletin" }),
  ).rejects.toThrow(/not approved/);
});

test("what somebody has open is left alone", async () => {
  await filled();
  const store = await openStore({ file, clock });
  expect(await moveToPostgres(file, postgres, kept)).toEqual({ ok: false, error: { type: "in use" } });
  await store.close();
  expect((await moveToPostgres(file, postgres, kept)).ok).toBe(true);
});

test("a database with something else in it is left alone, and the file stays", async () => {
  await filled();
  {
    await using other = await openStore({ postgres, clock });
    await other.settings.set("origin", "https://other.example");
  }
  expect(await moveToPostgres(file, postgres, kept)).toEqual({
    ok: false,
    error: { type: "not empty", table: "setting" },
  });
  expect([await isThere(file), await isThere(kept)]).toEqual([true, false]);
});

test("what was cut off after its rows were there is ended by doing it again", async () => {
  await filled();
  await expect(moveToPostgres(file, postgres, join(folder, "nowhere", "kept"))).rejects.toThrow(/ENOENT/);
  expect(await isThere(file)).toBe(true);
  expect(await moveToPostgres(file, postgres, kept)).toMatchObject({ ok: true });
  expect([await isThere(file), await isThere(kept)]).toEqual([false, true]);
});

test("where one row cannot arrive, none has, and the file stays", async () => {
  await filled();
  const client = new pg.Client({ connectionString: postgres });
  await client.connect();
  await client.query("alter table work_in_progress add constraint narrow check (length(id) < 1) not valid");
  await client.query("alter table setting add constraint narrow check (key <> 'strange')");
  await expect(moveToPostgres(file, postgres, kept)).rejects.toThrow(/narrow/);
  expect([await isThere(file), await isThere(kept)]).toEqual([true, false]);
  for (const [table, rows] of await postgresRows(["setting", "object", "activity", "delivery"])) {
    expect([table, rows]).toEqual([table, []]);
  }
  await client.query("alter table work_in_progress drop constraint narrow");
  await client.query("alter table setting drop constraint narrow");
  await client.end();
});
