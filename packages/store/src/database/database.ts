import { AsyncLocalStorage } from "node:async_hooks";
import type { Change } from "@commonhall/domain";
import type { Database as Connection } from "better-sqlite3";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "../migrations/migrations.ts";
import { beforeMigrating, type Upgrade } from "../migrations/upgrade.ts";
import { watchChanges } from "./changes.ts";
import { openConnections } from "./connections.ts";
import { sqliteDialect } from "./dialect.ts";
import { mutex } from "./mutex.ts";
import type { Schema } from "./schema.ts";
import type { Db, Session } from "./session.ts";

export interface Database extends Session {
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly close: () => Promise<void>;
}

/** `beforeUpgrade` is asked where a database that has something in it is to be changed, and stops that by throwing. */
export async function openDatabase(
  file: string,
  beforeUpgrade?: (upgrade: Upgrade) => Promise<void>,
): Promise<Database> {
  const connections = await openConnections(file);
  const writer = new Kysely<Schema>({ dialect: sqliteDialect(connections.writer) });
  const read = new Kysely<Schema>({ dialect: sqliteDialect(connections.reader) });
  try {
    await beforeMigrating(connections.writer, beforeUpgrade);
    await migrate(writer);
  } catch (error) {
    await connections.close();
    throw error;
  }
  const changes = watchChanges(connections.writer);
  const alone = mutex();
  const write = commits(writer, connections.writer, alone, changes.tell);
  return {
    read,
    write,
    onChange: changes.listen,
    close: () =>
      alone(async () => {
        changes.stop();
        await connections.close();
      }),
  };
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error("The database could not be brought up to date", { cause: error });
}

/** One commit after the other; tells the listeners after each one that changed something. */
function commits(
  db: Db,
  connection: Connection,
  alone: ReturnType<typeof mutex>,
  tell: (change: Change) => void,
): Session["write"] {
  const changeCount = connection.prepare<[], number>("select total_changes()").pluck();
  const running = new AsyncLocalStorage<{ open: boolean }>();
  return async (work, change = "anything") => {
    if (running.getStore()?.open === true) throw new Error("A commit inside a commit would wait for itself");
    const { result, changed } = await alone(async () => {
      const before = changeCount.get();
      const commit = { open: true };
      try {
        const result = await running.run(commit, () => db.transaction().execute(work));
        return { result, changed: changeCount.get() !== before };
      } finally {
        commit.open = false;
      }
    });
    if (changed) tell(change);
    return result;
  };
}
