import { AsyncLocalStorage } from "node:async_hooks";
import type { Database as Connection } from "better-sqlite3";
import { Kysely } from "kysely";
import { watchChanges } from "./changes.ts";
import { openConnections } from "./connections.ts";
import type { Database } from "./database.ts";
import { sqliteDialect } from "./dialect.ts";
import { migrate } from "./migrate.ts";
import { mutex } from "./mutex.ts";
import type { Schema } from "./schema.ts";
import type { Db, Session } from "./session.ts";
import { alwaysOurTurn, neverTaken } from "./turns.ts";
import { migrations } from "../migrations/migrations.ts";
import { beforeMigrating, type Upgrade } from "../migrations/upgrade.ts";

export async function openSqlite(file: string, beforeUpgrade?: (upgrade: Upgrade) => Promise<void>): Promise<Database> {
  const connections = await openConnections(file);
  const writer = new Kysely<Schema>({ dialect: sqliteDialect(connections.writer) });
  const read = new Kysely<Schema>({ dialect: sqliteDialect(connections.reader) });
  try {
    await beforeMigrating(connections.writer, beforeUpgrade);
    await migrate(writer, migrations);
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
    // One writer is all that there is.
    beside: write,
    onChange: changes.listen,
    inTurn: alwaysOurTurn,
    isTaken: neverTaken,
    close: () =>
      alone(async () => {
        changes.stop();
        await connections.close();
      }),
  };
}

/** One commit after the other; tells the listeners after each one that changed something. */
function commits(
  db: Db,
  connection: Connection,
  alone: ReturnType<typeof mutex>,
  tell: ReturnType<typeof watchChanges>["tell"],
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
