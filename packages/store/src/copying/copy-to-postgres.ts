import { err, ok, type Result } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import type { Db } from "../database/session.ts";
import { openDatabase } from "../database/database.ts";
import { isBusy } from "../database/dialect.ts";
import { fillTable, letTriggersRest, rowsIn, wakeTriggers } from "./fill-tables.ts";
import { nextNumbers, tablesInOrder } from "./sqlite-tables.ts";

/** How many rows each table has, on both sides. */
export type RowsCopied = Readonly<Record<string, number>>;

export type CopyRefused =
  /** A node, or a command, has the file open. */
  | { readonly type: "in use" }
  /** There is something else in the database. */
  | { readonly type: "not empty"; readonly table: string };

export interface Copying {
  /** Whether as many rows in each table as the file has are what an attempt before this one has brought. */
  readonly mayBeThere: boolean;
}

/**
 * Carries a store from its file into an empty database of PostgreSQL, in one transaction. Nobody else can open the file
 * meanwhile, and it stays as it is.
 */
export async function copyToPostgres(
  file: string,
  postgres: string,
  copying: Copying,
): Promise<Result<RowsCopied, CopyRefused>> {
  // Brings the file's schema up to date.
  await (await openDatabase({ file })).close();
  const source = alone(file);
  if (source === undefined) return err({ type: "in use" });
  try {
    const target = await openDatabase({ postgres });
    try {
      return await target.write((db) => copyInto(db, source, copying));
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

async function copyInto(
  db: Db,
  source: Sqlite.Database,
  { mayBeThere }: Copying,
): Promise<Result<RowsCopied, CopyRefused>> {
  const tables = tablesInOrder(source);
  const there = await rowsIn(db, tables);
  const here = countsOf(source, tables);
  const [taken] = tables.filter((table) => there[table] !== 0);
  if (taken !== undefined) {
    const isSame = mayBeThere && tables.every((table) => there[table] === here[table]);
    return isSame ? ok(here) : err({ type: "not empty", table: taken });
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

function countsOf(source: Sqlite.Database, tables: readonly string[]): RowsCopied {
  const count = (table: string) => source.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0;
  return Object.fromEntries(tables.map((table) => [table, count(table)]));
}
