import type { Database } from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type SqliteDialectConfig,
} from "kysely";
import { statementCache } from "./statement-cache.ts";

/** Kysely's SQLite dialect, with prepared statements kept and transactions that take the write lock when they begin. */
export function sqliteDialect(database: Database): Dialect {
  const prepare = statementCache((sql) => database.prepare(sql));
  const config: SqliteDialectConfig = { database: { prepare, close: () => database.close() } };
  const plain = new SqliteDialect(config);
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new Driver(config, database),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
  };
}

class Adapter extends SqliteAdapter {
  /** So that two processes that start at once cannot both migrate. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class Driver extends SqliteDriver {
  readonly #database: Database;

  constructor(config: SqliteDialectConfig, database: Database) {
    super(config);
    this.#database = database;
  }

  /** A transaction that reads first and writes later would fail instead of waiting where another process wrote in between. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await retryWhileBusy(() => connection.executeQuery(CompiledQuery.raw("begin immediate")));
  }

  /** A full disk and some other errors end a transaction by themselves; a second end would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

const LONGEST_PAUSE = 25;
const TRIES = 600;

/** Waits for another process's transaction without blocking this one; gives up after about 15 seconds. */
export async function retryWhileBusy<T>(action: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!isBusy(error) || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(attempt, LONGEST_PAUSE)));
    }
  }
}

export const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("SQLITE_BUSY");
