import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";

/** The two connections to one file: pages read while a commit is under way, and see what was committed last. */
export interface Connections {
  readonly writer: Database;
  readonly reader: Database;
  readonly close: () => Promise<void>;
}

const BUSY_TIMEOUT = 5000;
const KIBIBYTES_OF_CACHE = 8192;
/** Pages that many commits change are written back once instead of many times. 16 MiB. */
const PAGES_BETWEEN_CHECKPOINTS = 4096;
const LARGEST_LEFTOVER_LOG = 16 * 1024 * 1024;

/** `:memory:` is a file in a folder of its own that goes when the store is closed: two connections share no memory database. */
export async function openConnections(file: string): Promise<Connections> {
  if (file !== ":memory:") return connect(file, "full", async () => {});
  const folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  return connect(join(folder, "store.db"), "off", () => rm(folder, { recursive: true, force: true }));
}

function connect(file: string, synchronous: "full" | "off", afterwards: () => Promise<void>): Connections {
  const writer = new Sqlite(file, { timeout: BUSY_TIMEOUT });
  writer.pragma("journal_mode = wal");
  writer.pragma(`synchronous = ${synchronous}`);
  writer.pragma("foreign_keys = on");
  // What a part of a commit would undo is then kept in memory, not in a file for each part.
  writer.pragma("temp_store = memory");
  writer.pragma(`wal_autocheckpoint = ${PAGES_BETWEEN_CHECKPOINTS}`);
  writer.pragma(`journal_size_limit = ${LARGEST_LEFTOVER_LOG}`);
  writer.pragma(`cache_size = -${KIBIBYTES_OF_CACHE}`);
  // From here on `retryWhileBusy` waits for the write lock, and blocks nobody meanwhile.
  writer.pragma("busy_timeout = 0");
  const reader = new Sqlite(file, { readonly: true, timeout: BUSY_TIMEOUT });
  reader.pragma(`cache_size = -${KIBIBYTES_OF_CACHE}`);
  return {
    writer,
    reader,
    close: async () => {
      reader.close();
      writer.close();
      await afterwards();
    },
  };
}
