import type { Database } from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from "kysely";
import { isBusy, pause, type Turns, turns } from "./patience.ts";

/**
 * Kysely's SQLite over one connection whose turns are kept here. What finds the file held by another process gives its
 * turn away and tries again later, `patience` times: those who only read go on meanwhile, which they can at any time.
 */
export function patientDialect(database: Database, patience: number): Dialect {
  const plain = new SqliteDialect({ database });
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new Driver(database, patience),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
  };
}

class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** There is one, and the driver keeps its turns: Kysely's own could not be given away while somebody waits. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class Driver extends SqliteDriver {
  readonly #database: Database;
  readonly #turns: Turns = turns();
  readonly #patience: number;
  #patient: PatientConnection | undefined;

  constructor(database: Database, patience: number) {
    super({ database });
    this.#database = database;
    this.#patience = patience;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const inner = await super.acquireConnection();
    await this.#turns.enter();
    return (this.#patient ??= new PatientConnection(inner, this.#turns, this.#patience));
  }

  override async releaseConnection(): Promise<void> {
    this.#turns.leave();
  }

  /** One that writes takes the write lock when it begins; one that only reads never asks for it. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === "read only" ? "begin" : "begin immediate";
    await connection.executeQuery(CompiledQuery.raw(begin));
    if (this.#patient !== undefined) this.#patient.isInTransaction = true;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    if (this.#patient !== undefined) this.#patient.isInTransaction = false;
  }

  /** A full disk and some other errors end a transaction by themselves; a second end would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#patient !== undefined) this.#patient.isInTransaction = false;
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

class PatientConnection implements DatabaseConnection {
  /** Then it holds what it needs, and may not be left by anybody. */
  isInTransaction = false;
  readonly #inner: DatabaseConnection;
  readonly #turns: Turns;
  readonly #patience: number;

  constructor(inner: DatabaseConnection, turns: Turns, patience: number) {
    this.#inner = inner;
    this.#turns = turns;
    this.#patience = patience;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#inner.executeQuery<Row>(query);
      } catch (error) {
        if (!isBusy(error) || this.isInTransaction || attempt > this.#patience) throw error;
      }
      this.#turns.leave();
      await pause(attempt);
      await this.#turns.enter();
    }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#inner.streamQuery<Row>(query, chunkSize);
  }
}
