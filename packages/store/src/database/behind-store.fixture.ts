import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { inject } from "vitest";
import { openStore, type StorePorts } from "../open-store.ts";
import type { Store } from "../store.ts";
import { emptyPostgres, type PostgresForTests } from "./open-test-store.fixture.ts";
import { translateStatement } from "./postgres/translate-statement.ts";

type Row = Readonly<Record<string, unknown>>;

export interface BehindStore extends AsyncDisposable {
  readonly store: Store;
  /** A statement past the program, as a mistake anywhere in it would write, with `?` for each value. */
  readonly behind: (statement: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;
  /** All that lies in the database, as it lies there. */
  readonly bytes: () => Promise<Buffer>;
}

/** An empty store that a test can look at, and write to, from behind. */
export function openBehindStore(ports: StorePorts): Promise<BehindStore> {
  const cluster = inject("postgres");
  return cluster === undefined ? onSqlite(ports) : onPostgres(ports, cluster);
}

async function onSqlite(ports: StorePorts): Promise<BehindStore> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  const file = join(folder, "hall.sqlite");
  const store = await openStore({ ...ports, file });
  return {
    store,
    behind: async (statement, ...values) => {
      const raw = new Sqlite(file);
      try {
        const prepared = raw.prepare<unknown[], Row>(statement);
        if (prepared.reader) return prepared.all(...values);
        prepared.run(...values);
        return [];
      } finally {
        // The last one to close the file takes its log with it.
        raw.close();
      }
    },
    bytes: async () =>
      Buffer.concat(await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))),
    async [Symbol.asyncDispose]() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function onPostgres(ports: StorePorts, cluster: PostgresForTests): Promise<BehindStore> {
  const postgres = await emptyPostgres(cluster);
  const store = await openStore({ ...ports, postgres });
  const raw = new pg.Client({ connectionString: postgres });
  await raw.connect();
  const behind: BehindStore["behind"] = async (statement, ...values) => {
    let count = 0;
    const text = translateStatement(statement).replaceAll("?", () => `$${++count}`);
    return (await raw.query<Row>({ text, values: [...values] })).rows;
  };
  return {
    store,
    behind,
    bytes: async () => {
      const tables = await behind("select tablename as name from pg_tables where schemaname = 'public'");
      const all = tables.map(({ name }) =>
        behind(`select coalesce(json_agg(one), '[]')::text as rows from ${String(name)} as one`),
      );
      return Buffer.from(JSON.stringify(await Promise.all(all)));
    },
    async [Symbol.asyncDispose]() {
      await raw.end();
      await store.close();
    },
  };
}
