import Sqlite, { type Database } from "better-sqlite3";
import { Kysely } from "kysely";
import type { ClientBase } from "pg";
import { sqliteDialect } from "../database/dialect.ts";
import { migrate } from "../database/migrate.ts";
import { allMigrations, migrationsIn } from "../database/postgres/postgres-migrations.ts";
import type { Schema } from "../database/schema.ts";
import { migrations } from "../migrations/migrations.ts";
import { refuseNewer } from "../migrations/upgrade.ts";
import { keyOf, tablesInOrder, tablesWithNumbers } from "./sqlite-tables.ts";

/**
 * Makes a SQLite database of what a connection to PostgreSQL sees, in the schema that it has there: `file` is empty or not
 * there. The connection is in a transaction that sees one moment.
 */
export async function copyFromPostgres(source: ClientBase, file: string): Promise<void> {
  const done = await migrationsIn(source);
  refuseNewer(done, allMigrations);
  const copy = new Sqlite(file);
  try {
    // Nobody else has it, and it is thrown away where it is not ended.
    copy.pragma("journal_mode = memory");
    copy.pragma("synchronous = off");
    const same = Object.entries(migrations).filter(([name]) => done.includes(name));
    await migrate(new Kysely<Schema>({ dialect: sqliteDialect(copy) }), Object.fromEntries(same));
    copy.pragma("foreign_keys = off");
    copy.exec("begin");
    await withoutTriggers(copy, async () => {
      for (const table of tablesInOrder(copy)) await fillFrom(source, copy, table);
    });
    for (const table of tablesWithNumbers(copy)) await goOnAfter(source, copy, table);
    copy.exec("commit");
  } finally {
    copy.close();
  }
}

/** What they look at was looked at when it was written, and what they write comes with the other rows. */
async function withoutTriggers(copy: Database, work: () => Promise<void>): Promise<void> {
  const triggers = copy
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'trigger' order by rowid",
    )
    .all();
  for (const { name } of triggers) copy.exec(`drop trigger "${name}"`);
  await work();
  for (const { sql } of triggers) copy.exec(sql);
}

const ROWS_AT_ONCE = 500;

async function fillFrom(source: ClientBase, copy: Database, table: string): Promise<void> {
  await source.query(`declare copied no scroll cursor for select * from "${table}"`);
  for (;;) {
    const text = `fetch ${ROWS_AT_ONCE} from copied`;
    const { rows, fields } = await source.query<unknown[]>({ text, rowMode: "array" });
    if (rows.length === 0) break;
    const columns = fields.map(({ name }) => `"${name}"`).join(", ");
    const insert = copy.prepare(`insert into "${table}" (${columns}) values (${fields.map(() => "?").join(", ")})`);
    for (const row of rows) insert.run(...row);
  }
  await source.query("close copied");
}

/** Numbers go on after the highest that was ever given, so that none comes twice. */
async function goOnAfter(source: ClientBase, copy: Database, table: string): Promise<void> {
  const { rows } = await source.query<{ last: number | null }>(
    "select pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass) as last",
    [table, keyOf(copy, table)],
  );
  copy.prepare("delete from sqlite_sequence where name = ?").run(table);
  copy.prepare("insert into sqlite_sequence (name, seq) values (?, ?)").run(table, rows[0]?.last ?? 0);
}
