import { sql } from "kysely";
import { err, ok, type ActorId, type Result } from "@commonhall/domain";
import { settings } from "../centres/centre-commits.ts";
import type { Database } from "../database/database.ts";
import { goOnAfterHighest } from "../database/next-numbers.ts";
import { insideCommit, type Db } from "../database/session.ts";
import { TABLES } from "./exported-tables.ts";

type Row = Readonly<Record<string, unknown>>;

export interface ExportedRow {
  readonly table: string;
  /** One line of JSON. */
  readonly line: string;
}

export interface PrivateKeys {
  readonly rsaPrivate: string;
  readonly ed25519Private: string;
}

export type FillRefused =
  | { readonly type: "not empty" }
  /** `line` is of the table, from 1 on. */
  | { readonly type: "not a row"; readonly table: string; readonly line: number; readonly detail: string };

export interface Filling {
  readonly rows: AsyncIterable<ExportedRow>;
  readonly keys: ReadonlyMap<string, PrivateKeys>;
  readonly settings: Readonly<Record<string, string>>;
}

/** All that an export holds, as rows; never anything of the vault or of the staff. */
export interface Exports {
  /** In the order in which they can be brought in again. */
  readonly tables: readonly string[];
  /** All rows as they stand at one moment, table after table. */
  read(each: (row: ExportedRow) => Promise<void>): Promise<void>;
  keys(): Promise<ReadonlyMap<ActorId, PrivateKeys>>;
  /** Into a node that has nothing yet, all of it or nothing. */
  bringIn(filling: Filling): Promise<Result<undefined, FillRefused>>;
}

const rules = Object.entries(TABLES).flatMap(([table, rule]) =>
  typeof rule === "string" ? [] : [[table, rule] as const],
);

export const exportsOf = (database: Database): Exports => ({
  tables: rules.map(([table]) => table),
  read: (each) => database.read.transaction().execute((db) => readAll(db, each)),
  keys: async () => {
    const actors = await database.read
      .selectFrom("local_actor")
      .select(["id", "rsa_private", "ed25519_private"])
      .where("rsa_private", "<>", "")
      .orderBy("id")
      .execute();
    return new Map(actors.map((row) => [row.id, { rsaPrivate: row.rsa_private, ed25519Private: row.ed25519_private }]));
  },
  bringIn: async (filling) => {
    try {
      await database.write((db) => fillAll(db, filling));
      return ok();
    } catch (error) {
      if (error instanceof Refusal) return err(error.refused);
      throw error;
    }
  },
});

const AT_ONCE = 500;

async function readAll(db: Db, each: (row: ExportedRow) => Promise<void>): Promise<void> {
  for (const [table, rule] of rules) {
    const key = sql.join(rule.by.map((column) => sql.ref(column)));
    for (let last: Row | undefined; ;) {
      const { rows } = await sql<Row>`select * from ${sql.table(table)} where ${rule.where ?? sql`1 = 1`}
        and ${after(rule.by, last)} order by ${key} limit ${AT_ONCE}`.execute(db);
      for (const row of rows) await each({ table, line: JSON.stringify(bare(row, rule)) });
      last = rows.at(-1);
      if (rows.length < AT_ONCE) break;
    }
  }
}

/** `by` is a key of its table, so that no row is met twice or passed over, and the last page costs what the first one does. */
const after = (by: readonly string[], last: Row | undefined) =>
  last === undefined
    ? sql`1 = 1`
    : sql`(${sql.join(by.map((column) => sql.ref(column)))}) > (${sql.join(by.map((column) => last[column]))})`;

interface Bareness {
  readonly without?: readonly string[];
  readonly nameless?: readonly string[];
}

const bare = (row: Row, { without = [], nameless = [] }: Bareness): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]): [string, unknown] => {
      if (without.includes(column)) return [column, ""];
      return [column, nameless.includes(column) && typeof value === "string" ? withoutNames(value) : value];
    }),
  );

/** Who of the staff did it stands under `by`, wherever it stands. */
const withoutNames = (json: string): string =>
  JSON.stringify(JSON.parse(json, (key, value: unknown) => (key === "by" && typeof value === "string" ? "" : value)));

/** Thrown so that the commit is undone. */
class Refusal extends Error {
  readonly refused: FillRefused;
  constructor(refused: FillRefused) {
    super(refused.type);
    this.refused = refused;
  }
}

async function fillAll(db: Db, { rows, keys, settings: facts }: Filling): Promise<void> {
  for (const [table] of rules) {
    const { rows: some } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    if (some.length > 0) throw new Refusal({ type: "not empty" });
  }
  const columns = new Map<string, ReadonlySet<string>>();
  const counts = new Map<string, number>();
  for await (const { table, line } of rows) {
    const count = (counts.get(table) ?? 0) + 1;
    counts.set(table, count);
    const refuse = (detail: string) => new Refusal({ type: "not a row", table, line: count, detail });
    const row = rowIn(line);
    if (row === undefined) throw refuse("it is no JSON object");
    const known = columns.get(table) ?? (await columnsOf(db, table));
    columns.set(table, known);
    const unknown = Object.keys(row).find((column) => !known.has(column));
    if (unknown !== undefined) throw refuse(`nothing here is called ${unknown}`);
    const own = table === "local_actor" ? keys.get(String(row["id"])) : undefined;
    const whole =
      own === undefined ? row : { ...row, rsa_private: own.rsaPrivate, ed25519_private: own.ed25519Private };
    const names = Object.keys(whole);
    try {
      await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
        values (${sql.join(Object.values(whole))})`.execute(db);
    } catch (error) {
      throw refuse(error instanceof Error && "code" in error ? String(error.code) : "it does not fit");
    }
  }
  await goOnAfterHighest(db);
  const kept = settings(insideCommit(db));
  for (const [key, value] of Object.entries(facts)) await kept.set(key, value);
}

const columnsOf = async (db: Db, table: string): Promise<ReadonlySet<string>> => {
  const tables = await db.introspection.getTables();
  return new Set(tables.find(({ name }) => name === table)?.columns.map(({ name }) => name));
};

type Value = string | number | null;

function rowIn(line: string): Readonly<Record<string, Value>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    const isFlat = entries.every((entry): entry is [string, Value] => isValue(entry[1]));
    return isFlat && entries.length > 0 ? Object.fromEntries(entries) : undefined;
  } catch {
    return undefined;
  }
}

const isValue = (value: unknown): value is Value =>
  value === null || typeof value === "string" || typeof value === "number";
