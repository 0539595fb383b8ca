import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock, ourObject, outgoing, storedObject } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { proveStore } from "../../backup/prove-store.ts";
import { snapshotPostgres } from "../../backup/snapshot-postgres.ts";
import { copyToPostgres } from "../../copying/copy-to-postgres.ts";
import { migrations } from "../../migrations/migrations.ts";
import type { Upgrade } from "../../migrations/upgrade.ts";
import { openStore } from "../../open-store.ts";
import { migrate } from "../migrate.ts";
import { emptyPostgres, type PostgresForTests } from "../open-test-store.fixture.ts";
import { useEverything } from "../use-everything.fixture.ts";
import { overPool } from "./postgres-dialect.ts";
import { postgresPool, withPostgresClient } from "./postgres-pool.ts";
import { sqliteFunctions } from "./sqlite-functions.ts";
import { TranslatingCompiler } from "./translate-statement.ts";

const clock = fakeClock();
const pepper = async () => Buffer.alloc(32, 7);

let folder: string;
let file: string;
let cluster: PostgresForTests;
let postgres: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  file = join(folder, "hall.sqlite");
  cluster = inject("postgres") ?? expect.fail("there is no PostgreSQL");
  postgres = await emptyPostgres(cluster);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Row = Readonly<Record<string, unknown>>;
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted();

async function copiedTo(to: string, during: () => Promise<unknown> = async () => undefined): Promise<void> {
  await using snapshot = await snapshotPostgres(postgres, file);
  await during();
  const pieces: Uint8Array[] = [];
  for await (const piece of snapshot.bytes()) pieces.push(piece);
  await writeFile(to, Buffer.concat(pieces));
}

/** What lies in a file: rows by table, and the statements that made it. */
function fileHas(path: string) {
  const db = new Sqlite(path, { readonly: true });
  const named = db
    .prepare<[], { name: string; type: string; sql: string }>(
      "select name, type, sql from sqlite_master where sql is not null and name not glob 'kysely_*' order by name",
    )
    .all();
  const tables = named.filter(({ name, type }) => type === "table" && !name.startsWith("sqlite_"));
  const rows = new Map(tables.map(({ name }) => [name, sorted(db.prepare(`select * from "${name}"`).all())]));
  const broken = db.pragma("foreign_key_check");
  db.close();
  return { schema: named, rows, broken };
}

const databaseHas = (url: string, tables: Iterable<string>): Promise<ReadonlyMap<string, readonly string[]>> =>
  withPostgresClient(url, async (client) => {
    const all = new Map<string, readonly string[]>();
    for (const table of tables) {
      all.set(table, sorted((await client.query<Row>(`select * from "${table}"`)).rows));
    }
    return all;
  });

test("a copy out of PostgreSQL is a store in SQLite with every row of one moment, and comes back into either", async () => {
  await using store = await openStore({ postgres, clock, pepper });
  await useEverything(store, clock());
  for (const name of ["copied first", "copied then"]) {
    await store.direct.objects.put(storedObject(ourObject(name), { local: true }));
    await store.direct.outbox.append(outgoing(name), []);
  }
  // More than is fetched at once.
  for (let key = 0; key < 501; key++) await store.settings.set(`key ${key}`, 'ä 日本 "\\u0000" \u2028');
  const copy = join(folder, "copy.sqlite");
  const tables = fileHas(await freshFile()).rows.keys();
  const before = await databaseHas(postgres, tables);
  await copiedTo(copy, () => store.settings.set("during", "2"));

  const has = fileHas(copy);
  expect([...has.rows.values()].filter(({ length }) => length > 0).length).toBeGreaterThan(30);
  expect(has.rows).toEqual(before);
  expect(has.broken).toEqual([]);
  expect(has.schema).toEqual(fileHas(await freshFile()).schema);
  expect(proveStore(copy)).toMatchObject({ type: "good" });
  // No copy lies about, and none is made where nobody reads it.
  expect((await readdir(folder)).filter((name) => name.includes(".part-"))).toEqual([]);

  const there = await emptyPostgres(cluster);
  expect(await copyToPostgres(copy, there, { mayBeThere: false })).toMatchObject({ ok: true });
  expect(await databaseHas(there, has.rows.keys())).toEqual(before);
  // It might be what a node has written since.
  expect(await copyToPostgres(copy, there, { mayBeThere: false })).toMatchObject({ error: { type: "not empty" } });
});

test("numbers go on after the last one that was ever given, be it gone by then", async () => {
  await using store = await openStore({ postgres, clock, pepper });
  for (const name of ["one", "two"]) await store.direct.outbox.append(outgoing(name), []);
  const last = await withPostgresClient(postgres, async (client) => {
    const { rows } = await client.query<{ sequence: number }>(
      "delete from activity where sequence = (select max(sequence) from activity) returning sequence",
    );
    return rows[0]?.sequence ?? expect.fail("there is one");
  });
  const copy = join(folder, "copy.sqlite");
  await copiedTo(copy);
  const there = await emptyPostgres(cluster);
  expect(await copyToPostgres(copy, there, { mayBeThere: false })).toMatchObject({ ok: true });
  for (const place of [{ file: copy }, { postgres: there }]) {
    await using back = await openStore({ ...place, clock });
    await back.direct.outbox.append(outgoing("three"), []);
  }
  const numbers = [
    ...(fileHas(copy).rows.get("activity") ?? []),
    ...((await databaseHas(there, ["activity"])).get("activity") ?? []),
  ];
  expect(numbers.map((row) => Number(JSON.parse(row).sequence)).filter((one) => one > last - 1)).toEqual([
    last + 1,
    last + 1,
  ]);
});

test("what is read while a copy begins is whole: a commit that is under way is in it or is not", async () => {
  await using store = await openStore({ postgres, clock, pepper });
  const tables = [...fileHas(await freshFile()).rows.keys()];
  for (let round = 0; round < 5; round++) {
    const copy = join(folder, `copy-${round}.sqlite`);
    const write = async () => {
      for (let turn = 0; turn < 10; turn++) {
        await store.work.run(async ({ objects, outbox }) => {
          const name = `${round}-${turn}`;
          await objects.put(storedObject(ourObject(name), { local: true }));
          await outbox.append(outgoing(name, { object: ourObject(name) }), []);
        });
      }
    };
    await Promise.all([write(), copiedTo(copy)]);
    const has = fileHas(copy);
    expect([...has.rows.keys()].toSorted()).toEqual(tables.toSorted());
    expect(has.rows.get("activity")?.length).toBe(has.rows.get("object")?.length);
    expect(has.broken).toEqual([]);
  }
});

/** As this program makes one by itself. */
async function freshFile(): Promise<string> {
  const fresh = join(folder, "fresh.sqlite");
  await (await openStore({ file: fresh, clock })).close();
  return fresh;
}

/** A database as the version before the last migration left it. */
async function olderDatabase(): Promise<string> {
  const name = `older_${Date.now()}`;
  await withPostgresClient(cluster.url, (client) => client.query(`create database ${name} template template0`));
  const address = new URL(cluster.url);
  address.pathname = `/${name}`;
  const pool = postgresPool(address.href);
  const db = overPool({ pool, begin: "begin", compiler: () => new TranslatingCompiler() });
  await migrate(db, { ...sqliteFunctions, ...Object.fromEntries(Object.entries(migrations).slice(0, -1)) });
  await pool.query("insert into setting (key, value) values ('kept', 'from before')");
  await pool.end();
  return address.href;
}

test("of several that begin at once after another version, one keeps a copy of before, and that goes back to it", async () => {
  const older = await olderDatabase();
  const copies: Upgrade[] = [];
  const kept = join(folder, "before.sqlite");
  const refusing = openStore({
    postgres: older,
    clock,
    copiesBeside: file,
    beforeUpgrade: () => Promise.reject(new Error("no room")),
  });
  await expect(refusing).rejects.toThrow("no room");
  const beforeUpgrade = async (upgrade: Upgrade) => {
    copies.push(upgrade);
    await upgrade.copyTo(kept);
  };
  const open = () => openStore({ postgres: older, clock, copiesBeside: file, beforeUpgrade });
  const stores = await Promise.all([open(), open(), open()]);
  for (const store of stores) {
    expect(await store.settings.get("kept")).toBe("from before");
    await store.close();
  }
  const [last] = Object.keys(migrations).slice(-1);
  expect(copies).toMatchObject([{ file, to: [last], bytes: expect.any(Number) }]);
  expect((await stat(kept)).mode & 0o777).toBe(0o600);
  const before = new Sqlite(kept, { readonly: true });
  const done = before.prepare("select name from kysely_migration order by name").pluck().all();
  const value = before.prepare("select value from setting where key = 'kept'").pluck().get();
  before.close();
  expect([done, value]).toEqual([Object.keys(migrations).toSorted().slice(0, -1), "from before"]);
});

test("a copy of what a later version wrote is not made", async () => {
  await withPostgresClient(postgres, (client) =>
    client.query("insert into kysely_migration (name, timestamp) values ('9999-later', '2036')"),
  );
  await expect(copiedTo(join(folder, "copy.sqlite"))).rejects.toThrow(/later version/);
  await withPostgresClient(postgres, (client) =>
    client.query("delete from kysely_migration where name = '9999-later'"),
  );
});
