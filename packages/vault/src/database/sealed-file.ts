import Sqlite from "better-sqlite3";
import { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { isBusy, PATIENCE, pause } from "./patience.ts";
import { patientDialect } from "./patient-dialect.ts";
import { beforeMigrating, type Upgrade } from "./upgrade.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

/** One of the two files of the vault. */
export interface SealedDatabase<Schema> {
  readonly db: Kysely<Schema>;
  /**
   * Takes what was deleted out of the write-ahead log too: `secure_delete` alone leaves it there (anonymity.md 3.6).
   * False where another process is in the way; then it has to be asked again.
   */
  readonly scrub: () => Promise<boolean>;
  /** Gives freed pages back; by way of memory, never of a temporary file. */
  readonly vacuum: () => Promise<void>;
  readonly snapshot: () => Snapshot;
  readonly close: () => void;
}

/** While the program starts; from then on nobody waits on the thread. */
const BUSY_TIMEOUT = 5000;

/** `file`: where it lies, or the bytes of one that is to lie in memory alone. */
export async function openSealedDatabase<Schema>(
  file: string | Buffer,
  migrations: Record<string, Migration>,
  patience: number = PATIENCE,
  beforeUpgrade?: (upgrade: Upgrade) => Promise<void>,
): Promise<SealedDatabase<Schema>> {
  const connection = new Sqlite(file, { timeout: BUSY_TIMEOUT });
  try {
    connection.pragma("secure_delete = on");
    connection.pragma("journal_mode = wal");
    connection.pragma("synchronous = full");
    connection.pragma("temp_store = memory");
    connection.pragma("mmap_size = 0");
    const db = new Kysely<Schema>({ dialect: patientDialect(connection, patience) });
    await beforeMigrating(connection, migrations, beforeUpgrade);
    await migrate(db, migrations);
    connection.pragma("busy_timeout = 0");
    const truncate = () => connection.pragma("wal_checkpoint(truncate)", { simple: true }) === 0;
    // Each in its turn: inside of somebody's transaction the database refuses all of it.
    const inTurn = <T>(work: () => T): Promise<T> => db.connection().execute(async () => work());
    const untilTrue = async (work: () => boolean): Promise<boolean> => {
      for (let attempt = 1; attempt <= patience; attempt++) {
        if (await inTurn(work)) return true;
        await pause(attempt);
      }
      return inTurn(work);
    };
    return {
      db,
      scrub: () => untilTrue(truncate),
      vacuum: async () => {
        const done = await untilTrue(() => {
          try {
            connection.exec("vacuum");
          } catch (error) {
            if (isBusy(error)) return false;
            throw error;
          }
          truncate();
          return true;
        });
        if (!done) throw new Error("Another process is in the way of the vault");
      },
      snapshot: () => {
        if (typeof file !== "string") throw new Error("What lies in memory is nobody else's to copy");
        return takeSnapshot(file);
      },
      close: () => connection.close(),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function migrate<Schema>(db: Kysely<Schema>, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error("The vault could not be brought up to date", { cause: error });
}
