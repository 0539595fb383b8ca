import type { Migration } from "kysely/migration";
import { Migrator } from "kysely/migration";
import type { Db } from "./session.ts";

/** Brings the schema up to date. Of several that begin at once, one does it and the others wait for it. */
export async function migrate(db: Db, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error("The database could not be brought up to date", { cause: error });
}
