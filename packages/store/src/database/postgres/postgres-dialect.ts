import { createHash } from "node:crypto";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  type QueryCompiler,
  type QueryResult,
} from "kysely";
import type { Pool, PoolClient } from "pg";
import type { Schema } from "../schema.ts";
import type { Db } from "../session.ts";
import { RoomsCompiler } from "./rooms-compiler.ts";

export interface PostgresDialectOptions {
  readonly pool: Pool;
  /** How a transaction begins; one or more statements. */
  readonly begin: string;
  /** Told of how many rows each statement has changed. */
  readonly onChanged?: (rows: number) => void;
  readonly compiler?: () => QueryCompiler;
}

export const overPool = (options: PostgresDialectOptions): Db =>
  new Kysely<Schema>({ dialect: postgresDialect(options) });

/** PostgreSQL as the rooms know a database: numbers come back as numbers, and what is true as 1. */
export const postgresDialect = (options: PostgresDialectOptions): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driver(options),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: options.compiler ?? (() => new RoomsCompiler()),
});

function driver({ pool, begin, onChanged = () => undefined }: PostgresDialectOptions): Driver {
  const run = async (connection: DatabaseConnection, text: string): Promise<void> =>
    void (await connection.executeQuery(CompiledQuery.raw(text)));
  return {
    init: async () => {},
    acquireConnection: async () => new Connection(await pool.connect(), onChanged),
    beginTransaction: (connection) => run(connection, begin),
    commitTransaction: (connection) => run(connection, "commit"),
    rollbackTransaction: (connection) => run(connection, "rollback"),
    releaseConnection: async (connection) => {
      if (connection instanceof Connection) connection.release();
    },
    // The pool belongs to whoever made it.
    destroy: async () => {},
  };
}

/** Of which kinds of statement the number of rows says how many have changed. */
const CHANGING = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

class Connection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #onChanged: (rows: number) => void;
  #isBroken = false;

  constructor(client: PoolClient, onChanged: (rows: number) => void) {
    this.#client = client;
    this.#onChanged = onChanged;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#query<R>(sql, parameters);
    // A transaction in which something failed before ends in this way instead, and must not pass for a commit.
    if (sql === "commit" && result.command === "ROLLBACK") throw new Error("The transaction was undone");
    if (!CHANGING.has(result.command)) return { rows: result.rows };
    const changed = result.rowCount ?? 0;
    this.#onChanged(changed);
    return { rows: result.rows, numAffectedRows: BigInt(changed) };
  }

  async #query<R>(text: string, parameters: readonly unknown[]): Promise<Answer<R>> {
    try {
      // Only what has no values may be several statements in one, of which the last one's answer counts.
      if (parameters.length === 0) {
        const answers = await this.#client.query(text);
        return Array.isArray(answers) ? (answers.at(-1) ?? NOTHING) : answers;
      }
      const values = parameters.map(asPostgresKeepsIt);
      const answer = await this.#client.query({ name: statementName(text), text, values });
      return answer;
    } catch (error) {
      // Whatever is not the database's own answer leaves the connection in a state that nobody knows.
      if (!isAnswer(error)) this.#isBroken = true;
      throw error;
    }
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("Nothing reads from PostgreSQL in a stream");
  }

  release(): void {
    this.#client.release(this.#isBroken);
  }
}

interface Answer<R> {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: R[];
}

const NOTHING = { command: "", rowCount: 0, rows: [] };

/** SQLSTATE: five characters. Codes of the system, such as ECONNRESET, are longer. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code);

/** PostgreSQL keeps no text with a character 0 in it, which JSON can bring; it takes the place of nothing that is read. */
const asPostgresKeepsIt = (value: unknown): unknown =>
  typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;

/** What runs often is prepared once for each connection. Texts repeat; those beyond this many are not kept. */
const MOST_PREPARED = 500;
const names = new Map<string, string>();

function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_PREPARED) return known;
  const name = createHash("sha256").update(text).digest("base64url");
  names.set(text, name);
  return name;
}
