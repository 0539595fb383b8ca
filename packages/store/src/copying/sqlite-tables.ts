import type { Database } from "better-sqlite3";
import { sql } from "kysely";
import type { Db } from "../database/session.ts";

/** All tables of a store, each after those whose rows it refers to. */
export function tablesInOrder(source: Database): readonly string[] {
  const left = new Map(
    source
      .prepare<[], string>(
        "select name from sqlite_master where type = 'table' and name not glob 'sqlite_*' and name not glob 'kysely_*' order by name",
      )
      .pluck()
      .all()
      .map((table) => [table, refersTo(source, table)]),
  );
  const ordered: string[] = [];
  while (left.size > 0) {
    const next = [...left].filter(([, others]) => others.every((one) => !left.has(one))).map(([table]) => table);
    if (next.length === 0) throw new Error(`Tables refer to each other in a circle: ${[...left.keys()].join(", ")}`);
    for (const table of next) left.delete(table);
    ordered.push(...next);
  }
  return ordered;
}

const refersTo = (source: Database, table: string): readonly string[] =>
  source
    .prepare<[string], string>(`select distinct "table" from pragma_foreign_key_list(?)`)
    .pluck()
    .all(table)
    .filter((other) => other !== table);

/** Numbers go on after the highest that was ever given, so that none comes twice. */
export function nextNumbers(
  source: Database,
): readonly (readonly [string, (db: Db, table: string) => Promise<void>])[] {
  const given = source.prepare<[], { name: string; seq: number }>("select name, seq from sqlite_sequence").all();
  return given
    .filter(({ name, seq }) => seq > 0 && !name.startsWith("kysely_"))
    .map(({ name, seq }) => [name, (db) => goOnAfter(db, name, keyOf(source, name), seq)] as const);
}

/** Those that number their rows, and never twice with one number. */
export const tablesWithNumbers = (source: Database): readonly string[] =>
  source
    .prepare<[], string>("select name from sqlite_master where type = 'table' and sql like '%autoincrement%'")
    .pluck()
    .all()
    .filter((name) => !name.startsWith("kysely_"));

/** The column that a row is known by. */
export const keyOf = (source: Database, table: string): string =>
  source.prepare<[string], string>("select name from pragma_table_info(?) where pk = 1").pluck().get(table) ?? "";

const goOnAfter = async (db: Db, table: string, column: string, last: number): Promise<void> =>
  void (await sql`select setval(pg_get_serial_sequence(${table}, ${column}), ${last})`.execute(db));
