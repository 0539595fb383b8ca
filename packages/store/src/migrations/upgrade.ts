import { open, stat } from "node:fs/promises";
import type { Database } from "better-sqlite3";
import { migrations } from "./migrations.ts";

/** What is about to be done to a database that has something in it. */
export interface Upgrade {
  /** Beside which a copy is kept. */
  readonly file: string;
  /** About as many as the copy will have. */
  readonly bytes: number;
  /** The migrations that it still lacks. */
  readonly to: readonly string[];
  /** To a file that is not there, for its owner alone. */
  readonly copyTo: (file: string) => Promise<void>;
}

/** What opens a database looks at first: throws where a later version wrote it, and lets a copy be kept of what will change. */
export async function beforeMigrating(
  connection: Database,
  beforeUpgrade: ((upgrade: Upgrade) => Promise<void>) | undefined,
): Promise<void> {
  const done = migrationsDone(connection);
  refuseNewer(done, migrations);
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

/** Throws where something was done to a database that this version of the program does not know. */
export function refuseNewer(done: readonly string[], known: Readonly<Record<string, unknown>>): void {
  if (unknownAmong(done, known).length > 0) throw new DatabaseNewer();
}

/** What was done to a database that this version of the program does not know. */
export const unknownAmong = (done: readonly string[], known: Readonly<Record<string, unknown>>): readonly string[] =>
  done.filter((name) => !Object.hasOwn(known, name));

/** None where there is nothing yet. */
export function migrationsDone(connection: Database): readonly string[] {
  const table = connection.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
  return table === undefined
    ? []
    : connection.prepare<[], string>("select name from kysely_migration order by name").pluck().all();
}

/** It has what this version of the program does not know. */
class DatabaseNewer extends Error {
  readonly code = "COMMONHALL_NEWER";
  constructor() {
    super("The database was written by a later version of this program");
  }
}
