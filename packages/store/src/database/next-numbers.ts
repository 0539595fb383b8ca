import { sql } from "kysely";
import { hasOneWriter } from "./row-locks.ts";
import type { Db } from "./session.ts";

/** Rows came with numbers of their own: the next one's is above the highest. SQLite sees by itself to that. */
export async function goOnAfterHighest(db: Db): Promise<void> {
  if (hasOneWriter(db)) return;
  const { rows: numbered } = await sql<{ table: string; column: string }>`
    select c.relname as table, a.attname as column from pg_attribute as a join pg_class as c on c.oid = a.attrelid
    where a.attidentity <> '' and c.relnamespace = current_schema()::regnamespace`.execute(db);
  for (const { table, column } of numbered) {
    const highest = sql`(select max(${sql.ref(column)}) from ${sql.table(table)})`;
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), ${highest})
      where ${highest} is not null`.execute(db);
  }
}
