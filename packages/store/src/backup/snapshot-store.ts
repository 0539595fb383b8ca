import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import Sqlite from "better-sqlite3";

/** All of a store as it stood at one moment, while others go on writing. To be closed: as long as it is open, the log grows. */
export interface StoreSnapshot extends AsyncDisposable {
  /** A SQLite database that `bringBackStore` takes. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** The moment is when this resolves. */
export async function snapshotStore(file: string): Promise<StoreSnapshot> {
  const connection = new Sqlite(file, { readonly: true });
  try {
    connection.exec("begin");
    // A transaction that only begins sees nothing yet; the first thing that it reads fixes what it sees.
    connection.prepare("select count(*) from sqlite_master").get();
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    bytes: () => copied(file, (copy) => connection.backup(copy)),
    [Symbol.asyncDispose]: async () => void connection.close(),
  };
}

/** By way of a copy beside the file, which is as open as the file itself. */
export async function* copied(file: string, copyTo: (copy: string) => Promise<unknown>): AsyncIterable<Uint8Array> {
  const copy = temporaryBeside(file);
  try {
    // For its owner alone, from the first byte on.
    await (await open(copy, "wx", 0o600)).close();
    await copyTo(copy);
    yield* createReadStream(copy);
  } finally {
    await removeWhole(copy);
  }
}

/** Says which process it belongs to, so that what a killed one left behind can be known. */
export const temporaryBeside = (file: string): string => `${file}.part-${process.pid}-${randomUUID()}`;

export async function removeWhole(file: string): Promise<void> {
  for (const end of ["", "-wal", "-shm", "-journal"]) await rm(`${file}${end}`, { force: true });
}
