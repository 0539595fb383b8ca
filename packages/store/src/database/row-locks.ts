import { type SelectQueryBuilder, sql, SqliteAdapter } from "kysely";
import type { Schema } from "./schema.ts";
import type { Db } from "./session.ts";

/** SQLite has one writer at a time, so that a transaction holds every row there is. */
export const hasOneWriter = (db: Db): boolean => db.getExecutor().adapter instanceof SqliteAdapter;

/**
 * Takes only rows that nobody else is taking, and holds them until the commit. A query that waits for no row can never wait
 * in a circle with another one.
 */
export const takeRows = <Tables extends keyof Schema, Row>(
  db: Db,
  query: SelectQueryBuilder<Schema, Tables, Row>,
): SelectQueryBuilder<Schema, Tables, Row> => (hasOneWriter(db) ? query : query.forNoKeyUpdate().skipLocked());

/**
 * Waits until nobody else is changing these rows, and holds them until the commit. What comes after sees all that the
 * others have written, which a single statement would not: it looks at the database as it was before it waited.
 */
export async function holdRows<Tables extends keyof Schema, Row>(
  db: Db,
  query: SelectQueryBuilder<Schema, Tables, Row>,
): Promise<void> {
  if (!hasOneWriter(db)) await query.forNoKeyUpdate().execute();
}

/**
 * Waits until nobody else is taking from this queue, and keeps the others waiting until the commit: where the order counts,
 * who takes has to see what the one before has taken.
 */
export async function holdQueue(db: Db, queue: string): Promise<void> {
  if (!hasOneWriter(db)) await sql`select pg_advisory_xact_lock(hashtextextended(${`queue ${queue}`}, 0))`.execute(db);
}
