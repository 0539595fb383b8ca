import type { Database } from "better-sqlite3";
import { sql } from "kysely";
import type { Db } from "../database/session.ts";

const ROWS_AT_ONCE = 500;

/** What a table has in the file, as it stands there. */
export async function fillTable(db: Db, table: string, source: Database): Promise<void> {
  let rows: unknown[] = [];
  for (const row of source.prepare(`select * from "${table}"`).iterate()) {
    rows.push(row);
    if (rows.length < ROWS_AT_ONCE) continue;
    await insertRows(db, table, rows);
    rows = [];
  }
  if (rows.length > 0) await insertRows(db, table, rows);
}

/** As JSON, in which PostgreSQL finds each column by its name. It keeps no character 0, which JSON writes as \u0000. */
async function insertRows(db: Db, table: string, rows: readonly unknown[]): Promise<void> {
  const json = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value,
  );
  await sql`insert into ${sql.table(table)} select * from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`.execute(
    db,
  );
}

export async function rowsIn(db: Db, tables: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db);
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** What the triggers look at was looked at when it was written, and what they write comes with the other rows. */
export async function letTriggersRest(db: Db, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`alter table ${sql.table(table)} disable trigger user`.execute(db);
}

export async function wakeTriggers(db: Db, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`alter table ${sql.table(table)} enable trigger user`.execute(db);
}
