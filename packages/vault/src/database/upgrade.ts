import { open, stat } from "node:fs/promises";
import type { Database } from "better-sqlite3";
import type { Migration } from "kysely/migration";

/** What is about to be done to a file that has something in it. */
export interface Upgrade {
  readonly file: string;
  readonly bytes: number;
  /** The migrations that it still lacks. */
  readonly to: readonly string[];
  /** To a file that is not there, for its owner alone. */
  readonly copyTo: (file: string) => Promise<void>;
}

/** What opens a file looks at first: throws where a later version wrote it, and lets a copy be kept of what will change. */
export async function beforeMigrating(
  connection: Database,
  migrations: Readonly<Record<string, Migration>>,
  beforeUpgrade: ((upgrade: Upgrade) => Promise<void>) | undefined,
): Promise<void> {
  const done = migrationsDone(connection);
  if (done.some((name) => !Object.hasOwn(migrations, name))) throw new VaultNewer();
  const to = Object.keys(migrations)
    .filter((name) => !done.includes(name))
    .toSorted();
  if (done.length === 0 || to.length === 0 || beforeUpgrade === undefined) return;
  const copyTo = async (file: string): Promise<void> => {
    await (await open(file, "wx", 0o600)).close();
    await connection.backup(file);
  };
  const { size } = await stat(connection.name);
  await beforeUpgrade({ file: connection.name, bytes: size, to, copyTo });
}

/** None where there is nothing yet. */
function migrationsDone(connection: Database): readonly string[] {
  const table = connection.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
  return table === undefined ? [] : connection.prepare<[], string>("select name from kysely_migration").pluck().all();
}

/** It has what this version of the program does not know. */
class VaultNewer extends Error {
  readonly code = "COMMONHALL_NEWER";
  constructor() {
    super("The vault was written by a later version of this program");
  }
}
