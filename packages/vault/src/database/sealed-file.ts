import Sqlite, { type Database } from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import { type Migration, Migrator } from "kysely/migration";

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
  /** The whole file, consistent, in memory. */
  readonly serialize: () => Promise<Buffer>;
  /** A consistent copy on disk, page by page, while others go on. */
  readonly copyTo: (file: string) => Promise<void>;
  readonly close: () => void;
}

const BUSY_TIMEOUT = 5000;

export async function openSealedDatabase<Schema>(
  file: string,
  migrations: Record<string, Migration>,
): Promise<SealedDatabase<Schema>> {
  const connection = new Sqlite(file, { timeout: BUSY_TIMEOUT });
  try {
    connection.pragma("secure_delete = on");
    connection.pragma("journal_mode = wal");
    connection.pragma("synchronous = full");
    connection.pragma("temp_store = memory");
    connection.pragma("mmap_size = 0");
    const db = new Kysely<Schema>({ dialect: dialectOf(connection) });
    await migrate(db, migrations);
    const truncate = () => connection.pragma("wal_checkpoint(truncate)", { simple: true }) === 0;
    // Each in its turn: inside of somebody's transaction the database refuses all of it.
    const inTurn = <T>(work: () => T): Promise<T> => db.connection().execute(async () => work());
    return {
      db,
      scrub: () => inTurn(truncate),
      vacuum: () =>
        inTurn(() => {
          connection.exec("vacuum");
          truncate();
        }),
      serialize: () =>
        inTurn(() => {
          truncate();
          return connection.serialize();
        }),
      copyTo: async (copy) => void (await connection.backup(copy)),
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

/** Kysely's own, with one connection whose turns it keeps; a transaction takes the write lock when it begins. */
function dialectOf(database: Database): Dialect {
  const plain = new SqliteDialect({ database });
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new Driver({ database }),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
  };
}

class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class Driver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}
