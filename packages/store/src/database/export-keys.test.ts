import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TABLES } from "../exports/exported-tables.ts";
import { openStore } from "../open-store.ts";

let folder = "";
let database: Sqlite.Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-keys-"));
  const file = join(folder, "hall.sqlite");
  await (await openStore({ file, clock: fakeClock() })).close();
  database = new Sqlite(file, { readonly: true });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

interface Column {
  readonly name: string;
  readonly notnull: 0 | 1;
  readonly pk: number;
  readonly type: string;
}

/** The columns of each key that no two rows share. */
function keysOf(table: string): readonly (readonly string[])[] {
  const unique = database.pragma(`index_list(${table})`) as { name: string; unique: 0 | 1; partial: 0 | 1 }[];
  const indexes = unique
    .filter((index) => index.unique === 1 && index.partial === 0)
    .map((index) => (database.pragma(`index_info(${index.name})`) as { name: string }[]).map(({ name }) => name));
  const primary = columnsOf(table).filter(({ pk }) => pk > 0);
  return [primary.toSorted((a, b) => a.pk - b.pk).map(({ name }) => name), ...indexes];
}

const columnsOf = (table: string): readonly Column[] => database.pragma(`table_info(${table})`) as Column[];

const EXPORTED = Object.entries(TABLES).flatMap(([table, rule]) =>
  typeof rule === "string" ? [] : [[table, rule.by] as const],
);

// Otherwise an export that goes on after the last row of a page would pass over rows, or meet some twice.
test.each(EXPORTED)("the rows of %s in an export stand by a key that each row has and no two share", (table, by) => {
  expect(keysOf(table).some((key) => key.length > 0 && key.every((column) => by.includes(column)))).toBe(true);
  const mayBeNull = columnsOf(table).filter(({ name, notnull, pk }) => by.includes(name) && notnull === 0 && pk === 0);
  expect(mayBeNull).toEqual([]);
});
