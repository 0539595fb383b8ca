import { open } from "node:fs/promises";
import type { Client } from "pg";
import { copyFromPostgres } from "../../copying/copy-from-postgres.ts";
import { refuseNewer, type Upgrade } from "../../migrations/upgrade.ts";
import { migrate } from "../migrate.ts";
import type { Db } from "../session.ts";
import { allMigrations, migrationsIn } from "./postgres-migrations.ts";
import { bytesIn, withPostgresClient } from "./postgres-pool.ts";

export interface KeepingCopies {
  /** Where copies of before are kept: beside this file, be it there or not. */
  readonly beside: string;
  readonly beforeUpgrade: (upgrade: Upgrade) => Promise<void>;
}

/**
 * Brings the schema up to date, and lets a copy of what is there be kept first: a SQLite database in the schema of before,
 * which the version of before carries into an empty database. Of several that begin at once, one does all of it.
 */
export const upgradePostgres = (url: string, db: Db, keeping: KeepingCopies | undefined): Promise<void> =>
  withPostgresClient(url, async (client) => {
    const lacks = async () => {
      const done = await migrationsIn(client);
      refuseNewer(done, allMigrations);
      return done.length === 0
        ? []
        : Object.keys(allMigrations)
            .filter((name) => !done.includes(name))
            .toSorted();
    };
    if ((await lacks()).length > 0 && keeping !== undefined) {
      // Until the connection ends.
      await client.query("select pg_advisory_lock(hashtextextended('upgrade', 0))");
      const to = await lacks();
      if (to.length > 0) await keeping.beforeUpgrade(await upgradeOf(client, to, keeping.beside));
    }
    await migrate(db, allMigrations);
  });

async function upgradeOf(client: Client, to: readonly string[], file: string): Promise<Upgrade> {
  return {
    file,
    bytes: await bytesIn(client),
    to,
    copyTo: async (copy) => {
      await (await open(copy, "wx", 0o600)).close();
      await client.query("begin isolation level repeatable read, read only");
      await copyFromPostgres(client, copy);
      await client.query("commit");
    },
  };
}
