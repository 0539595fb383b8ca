import { rename } from "node:fs/promises";
import { err, ok, type Result } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import type { Db } from "../database/session.ts";
import { openDatabase } from "../database/database.ts";
import { isBusy } from "../database/dialect.ts";
import { fillTable, letTriggersRest, rowsIn, wakeTriggers } from "./fill-tables.ts";
import { nextNumbers, tablesInOrder } from "./sqlite-tables.ts";

export interface StoreMoved {
  /** How many rows each table has, on both sides. */
  readonly rows: Readonly<Record<string, number>>;
  /** Where the file lies from now on, as it was. */
  readonly kept: string;
}

export type MoveRefused =
  /** A node, or a command, has the file open. */
  | { readonly type: "in use" }
  /** There is something else in the database. */
  | { readonly type: "not empty"; readonly table: string };

/**
 * Carries a store from its file into an empty database of PostgreSQL, in one transaction, and takes the file out of the
 * way. Nobody else can open the file meanwhile. Where a move was cut off after its transaction, the next one finds the same
 * rows there, and ends it.
 */
export async function moveToPostgres(
  file: string,
  postgres: string,
  kept: string,
): Promise<Result<StoreMoved, MoveRefused>> {
  // Brings the file's schema up to date.
  await (await openDatabase({ file })).close();
  const source = alone(file);
  if (source === undefined) return err({ type: "in use" });
  try {
    const target = await openDatabase({ postgres });
    try {
      const copied = await target.write((db) => copyInto(db, source));
      if (!copied.ok) return copied;
      source.exec("rollback");
      source.close();
      await rename(file, kept);
      return ok({ rows: copied.value, kept });
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}

/** Undefined where somebody has it open, be it only to read. */
function alone(file: string): Sqlite.Database | undefined {
  const source = new Sqlite(file, { timeout: 0 });
  try {
    source.pragma("locking_mode = exclusive");
    source.exec("begin exclusive");
    return source;
  } catch (error) {
    source.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

async function copyInto(db: Db, source: Sqlite.Database): Promise<Result<Record<string, number>, MoveRefused>> {
  const tables = tablesInOrder(source);
  const there = await rowsIn(db, tables);
  const here = countsOf(source, tables);
  const [taken] = tables.filter((table) => there[table] !== 0);
  if (taken !== undefined) {
    return tables.every((table) => there[table] === here[table]) ? ok(here) : err({ type: "not empty", table: taken });
  }
  await letTriggersRest(db, tables);
  for (const table of tables) await fillTable(db, table, source);
  for (const [table, next] of nextNumbers(source)) await next(db, table);
  await wakeTriggers(db, tables);
  const arrived = await rowsIn(db, tables);
  for (const table of tables) {
    if (arrived[table] !== here[table]) throw new Error(`Not every row of ${table} has arrived`);
  }
  return ok(here);
}

function countsOf(source: Sqlite.Database, tables: readonly string[]): Record<string, number> {
  const count = (table: string) => source.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0;
  return Object.fromEntries(tables.map((table) => [table, count(table)]));
}
