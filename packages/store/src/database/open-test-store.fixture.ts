import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { openStore, type StorePorts } from "../open-store.ts";
import type { Store } from "../store.ts";

export interface PostgresForTests {
  /** Of a database from which others can be made. */
  readonly url: string;
  /** The name of one that has the whole schema and no row. */
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly postgres?: PostgresForTests;
  }
}

/** The rooms' tests run on each database there is: which one, the run says. */
export const testDatabase = (): "SQLite" | "PostgreSQL" => (inject("postgres") === undefined ? "SQLite" : "PostgreSQL");

/** An empty store. */
export async function openTestStore(ports: StorePorts): Promise<Store> {
  const cluster = inject("postgres");
  if (cluster === undefined) return openStore({ ...ports, file: ":memory:" });
  const postgres = await emptyPostgres(cluster);
  const store = await openStore({ ...ports, postgres });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= store.close().then(() => void unused.push(postgres)));
  return { ...store, close, [Symbol.asyncDispose]: close };
}

/** Making a database takes fifty times as long as emptying one. */
const unused: string[] = [];

/** The address of a database that has the whole schema and no row. */
export async function emptyPostgres(cluster: PostgresForTests): Promise<string> {
  const again = unused.pop();
  if (again !== undefined) {
    await within(again, EMPTY);
    return again;
  }
  const name = `hall_${randomUUID().replaceAll("-", "")}`;
  await within(cluster.url, `create database ${name} template ${cluster.template}`);
  const address = new URL(cluster.url);
  address.pathname = `/${name}`;
  return address.href;
}

/** Without triggers: some rows are meant to stay for ever. */
const EMPTY = `do $$
  declare one record;
  begin
    set local session_replication_role = replica;
    for one in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
      execute format('delete from %I', one.tablename);
    end loop;
    for one in select sequencename from pg_sequences where schemaname = 'public' loop
      execute format('alter sequence %I restart', one.sequencename);
    end loop;
  end $$`;

async function within(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
