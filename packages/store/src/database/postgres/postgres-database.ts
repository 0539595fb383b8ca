import { AsyncLocalStorage } from "node:async_hooks";
import type { Kysely } from "kysely";
import type { Pool } from "pg";
import type { Database } from "../database.ts";
import { mutex } from "../mutex.ts";
import type { Schema } from "../schema.ts";
import type { Session } from "../session.ts";
import { type PostgresChanges, postgresChanges } from "./postgres-changes.ts";
import { overPool } from "./postgres-dialect.ts";
import { postgresPool } from "./postgres-pool.ts";
import { postgresTurns, postgresTurnTaken } from "./postgres-turns.ts";
import { TranslatingCompiler } from "./translate-statement.ts";
import { type KeepingCopies, upgradePostgres } from "./upgrade-postgres.ts";

/** Whoever decides holds this lock until its commit: one writer at a time, as with SQLite (docs/decisions/0047). */
const ONE_AT_A_TIME = 7_021_800_817;
export const BEGIN_ALONE = `begin isolation level read committed; select pg_advisory_xact_lock(${ONE_AT_A_TIME})`;
const BEGIN = "begin isolation level read committed";
/** Whoever reads in a transaction sees one moment, as with SQLite. */
const BEGIN_READING = "begin isolation level repeatable read, read only";

export async function openPostgres(url: string, keeping: KeepingCopies | undefined): Promise<Database> {
  const pool = postgresPool(url);
  const changes = await opened(pool, url, keeping);
  const running = new AsyncLocalStorage<Commit>();
  const onChanged = (rows: number) => {
    const commit = running.getStore();
    if (commit !== undefined) commit.changed += rows;
  };
  const over = (begin: string) => overPool({ pool, begin, onChanged });
  const ports = { running, changes };
  // A commit waits for its turn without a connection, so that those who read always find one.
  const alone = mutex();
  const write = commits(over(BEGIN_ALONE), ports);
  const beside = commits(over(BEGIN), ports);
  const underWay = new Set<Promise<unknown>>();
  const counted: <T>(work: Promise<T>) => Promise<T> = (work) => {
    const ending = work.then(
      () => undefined,
      () => undefined,
    );
    underWay.add(ending);
    void ending.then(() => underWay.delete(ending));
    return work;
  };
  return {
    read: over(BEGIN_READING),
    write: (work, change) => {
      refuseInside(running);
      return counted(alone(() => write(work, change)));
    },
    beside: (work, change) => {
      refuseInside(running);
      return counted(beside(work, change));
    },
    onChange: changes.listen,
    inTurn: postgresTurns(url),
    isTaken: postgresTurnTaken(url),
    close: async () => {
      await Promise.all(underWay);
      await changes.stop();
      await pool.end();
    },
  };
}

async function opened(pool: Pool, url: string, keeping: KeepingCopies | undefined): Promise<PostgresChanges> {
  const compiler = () => new TranslatingCompiler();
  try {
    const db = overPool({ pool, begin: BEGIN, compiler });
    await upgradePostgres(url, db, keeping);
    return await postgresChanges(url);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

interface Commit {
  open: boolean;
  changed: number;
}

interface CommitPorts {
  readonly running: AsyncLocalStorage<Commit>;
  readonly changes: PostgresChanges;
}

function refuseInside(running: AsyncLocalStorage<Commit>): void {
  if (running.getStore()?.open === true) throw new Error("A commit inside a commit would wait for itself");
}

/** Tells this process's listeners and those of others after each commit that changed something. */
const commits =
  (db: Kysely<Schema>, { running, changes }: CommitPorts): Session["write"] =>
  async (work, change = "anything") => {
    const commit = { open: true, changed: 0 };
    try {
      const result = await running.run(commit, () =>
        db.transaction().execute(async (transaction) => {
          const done = await work(transaction);
          if (commit.changed > 0) await changes.tellOthers(transaction, change);
          return done;
        }),
      );
      if (commit.changed > 0) changes.tell(change);
      return result;
    } finally {
      commit.open = false;
    }
  };
