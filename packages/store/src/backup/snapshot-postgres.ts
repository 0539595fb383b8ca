import { copyFromPostgres } from "../copying/copy-from-postgres.ts";
import { bytesIn, postgresClient, withPostgresClient } from "../database/postgres/postgres-pool.ts";
import { copied, type StoreSnapshot } from "./snapshot-store.ts";

/**
 * All of a store in PostgreSQL as it stood when this resolves, while others go on writing, in the form that a store in SQLite
 * has: a copy of one comes back into the other. It is made beside `file`, which need not be there.
 */
export async function snapshotPostgres(postgres: string, file: string): Promise<StoreSnapshot> {
  const connection = postgresClient(postgres);
  // Whatever waits for an answer hears of it.
  connection.on("error", () => undefined);
  try {
    await connection.connect();
    await connection.query("begin isolation level repeatable read, read only");
    // A transaction that only begins sees nothing yet; the first thing that it reads fixes what it sees.
    await connection.query("select 1");
  } catch (error) {
    await connection.end();
    throw error;
  }
  return {
    bytes: () => copied(file, (copy) => copyFromPostgres(connection, copy)),
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

export const sizeInPostgres = (postgres: string): Promise<number> => withPostgresClient(postgres, bytesIn);
