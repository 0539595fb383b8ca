import Sqlite from "better-sqlite3";

/** A file as it stood at one moment, while others go on writing. To be closed: as long as it is open, its log grows. */
export interface Snapshot extends Disposable {
  /** Onto a file that is there and empty. */
  readonly copyTo: (file: string) => Promise<void>;
  /** In memory only. */
  readonly serialize: () => Buffer;
}

/** The moment is when this returns. */
export function takeSnapshot(file: string): Snapshot {
  const connection = new Sqlite(file, { readonly: true });
  try {
    connection.pragma("mmap_size = 0");
    connection.exec("begin");
    // A transaction that only begins sees nothing yet; the first thing that it reads fixes what it sees.
    connection.prepare("select count(*) from sqlite_master").get();
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    copyTo: async (copy) => void (await connection.backup(copy)),
    serialize: () => connection.serialize(),
    [Symbol.dispose]: () => void connection.close(),
  };
}
