import type { ClientBase } from "pg";
import { migrations } from "../../migrations/migrations.ts";
import { sqliteFunctions } from "./sqlite-functions.ts";

/** In PostgreSQL they begin with what SQLite has by itself. */
export const allMigrations = { ...sqliteFunctions, ...migrations };

/** What was done to a database; nothing where it is empty. */
export async function migrationsIn(client: Pick<ClientBase, "query">): Promise<readonly string[]> {
  const { rows: tables } = await client.query<{ name: string | null }>(
    "select to_regclass('kysely_migration') as name",
  );
  if ((tables[0]?.name ?? null) === null) return [];
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  return rows.map(({ name }) => name);
}
