import Sqlite from "better-sqlite3";
import { isBusy } from "./dialect.ts";

/** Held by one process at a time. */
export interface Hold {
  readonly release: () => void;
}

/**
 * So that a database is served by one process. The lock is the system's, on a file beside the database: it ends with the
 * process, however that ends, and no number of a process is written down that another one could get. Undefined where
 * somebody holds it.
 */
export function holdAlone(database: string): Hold | undefined {
  const connection = new Sqlite(`${database}.serving`, { timeout: 0 });
  try {
    connection.exec("begin exclusive");
    return { release: () => void connection.close() };
  } catch (error) {
    connection.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}
