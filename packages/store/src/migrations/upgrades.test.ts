import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "@commonhall/testkit";
import Sqlite, { type Database } from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../open-store.ts";
import { migrations } from "./migrations.ts";
import type { Upgrade } from "./upgrade.ts";

/*
 * `schemas/` has for each migration a database as it was left by it, with rows in every table, as text. They are never
 * made anew: a file that changes would no longer be what lies on somebody's disk.
 */

const SCHEMAS = join(import.meta.dirname, "schemas");
const NAMES = Object.keys(migrations).toSorted();

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  file = join(folder, "hall.sqlite");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (beforeUpgrade?: (upgrade: Upgrade) => Promise<void>) =>
  openStore({ file, clock: fakeClock(), ...(beforeUpgrade === undefined ? {} : { beforeUpgrade }) });

function lay(name: string): void {
  using db = use(file);
  // Rows stand in the order of the tables, and not all that they point to is there.
  db.connection.pragma("foreign_keys = off");
  db.connection.exec(readFileSync(join(SCHEMAS, `${name}.sql`), "utf8"));
}

function use(path: string): Disposable & { readonly connection: Database } {
  const connection = new Sqlite(path);
  return { connection, [Symbol.dispose]: () => void connection.close() };
}

const schemaOf = ({ connection }: { readonly connection: Database }): readonly string[] =>
  connection
    .prepare<[], string>("select type || ' ' || name || ' ' || sql from sqlite_master where sql is not null order by 1")
    .pluck()
    .all();

type Row = Readonly<Record<string, unknown>>;

/** What each table has but the program's own notes of what it has done. */
function rowsOf({ connection }: { readonly connection: Database }): ReadonlyMap<string, readonly Row[]> {
  const tables = connection
    .prepare<[], string>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'",
    )
    .pluck()
    .all();
  return new Map(tables.map((table) => [table, connection.prepare<[], Row>(`select * from "${table}"`).all()]));
}

/** How a new database is made. */
let known: readonly string[] | undefined;
async function fresh(): Promise<readonly string[]> {
  if (known !== undefined) return known;
  const path = join(folder, "new.sqlite");
  await (await openStore({ file: path, clock: fakeClock() })).close();
  using made = use(path);
  return (known = schemaOf(made));
}

/** Columns that a migration writes anew from what is there. */
const WRITTEN_ANEW: Readonly<Record<string, readonly string[]>> = {
  object: ["reach"],
  feed_entry: ["shown", "gone"],
};

test("each migration has a database that it left", () => {
  expect(readdirSync(SCHEMAS).toSorted()).toEqual(NAMES.map((name) => `${name}.sql`));
});

describe.each(NAMES)("a database that %s left", (name) => {
  test("has rows in each of its tables", () => {
    lay(name);
    using before = use(file);
    const empty = [...rowsOf(before)].filter(([, rows]) => rows.length === 0).map(([table]) => table);
    expect(empty).toEqual([]);
    const done = before.connection.prepare<[], string>("select name from kysely_migration order by name").pluck().all();
    expect(done).toEqual(NAMES.slice(0, NAMES.indexOf(name) + 1));
  });

  test("becomes as a new one is, and keeps every row", async () => {
    lay(name);
    const before = (() => {
      using db = use(file);
      return rowsOf(db);
    })();
    await (await open()).close();
    using after = use(file);
    expect(schemaOf(after)).toEqual(await fresh());
    expect(after.connection.pragma("integrity_check", { simple: true })).toBe("ok");
    const now = rowsOf(after);
    for (const [table, rows] of before) {
      const anew = WRITTEN_ANEW[table] ?? [];
      const kept = rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !anew.includes(column))),
      );
      expect([table, now.get(table)]).toEqual([
        table,
        expect.arrayContaining(kept.map((row) => expect.objectContaining(row))),
      ]);
    }
  });
});

test("before an upgrade whoever opens the store may keep a copy of it, and nothing is changed where that fails", async () => {
  const [last = "", ...earlier] = NAMES.toReversed();
  lay(earlier[0] ?? "");
  const said: Upgrade[] = [];
  const full = Object.assign(new Error("full"), { code: "ENOSPC" });
  await expect(open(async () => Promise.reject(full))).rejects.toBe(full);
  await (
    await open(async (upgrade) => {
      said.push(upgrade);
      await upgrade.copyTo(join(folder, "copy"));
    })
  ).close();
  expect(said).toMatchObject([{ file, to: [last] }]);
  using copy = use(join(folder, "copy"));
  expect(copy.connection.prepare("select max(name) from kysely_migration").pluck().get()).toBe(earlier[0]);
  // Neither a new one nor one that is up to date needs that.
  await (await open(async () => expect.fail("nothing to do"))).close();
  await rm(file);
  await (await open(async () => expect.fail("nothing to do"))).close();
  expect(said).toHaveLength(1);
});

test("a database that a later version wrote is refused, and not touched", async () => {
  await (await open()).close();
  {
    using db = use(file);
    db.connection.exec("insert into kysely_migration values ('9999-later', '2036-01-01')");
  }
  const before = [readFileSync(file), await readdir(folder), (await stat(file)).mtimeMs];
  await expect(open()).rejects.toMatchObject({ code: "COMMONHALL_NEWER" });
  expect([readFileSync(file), await readdir(folder), (await stat(file)).mtimeMs]).toEqual(before);
});
