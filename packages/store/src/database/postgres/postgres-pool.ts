import pg from "pg";

/** More than this many statements of one process wait for each other. A database that is set up as usual has a hundred connections for all. */
const CONNECTIONS = 10;
/** A process that stops in the middle of a commit, its machine asleep or its network gone, must not hold up the others for ever. */
const LONGEST_SILENCE = 30_000;
const CONNECT_WITHIN = 10_000;

/** Numbers of PostgreSQL's types: bool, int8 and numeric. */
const [BOOLEAN, INT8, NUMERIC] = [16, 20, 1700];

/** As SQLite has them: whole numbers and sums are numbers, and what is true is 1. All of ours fit into a double. */
const parsers = new Map<number, (text: string) => number>([
  [BOOLEAN, (text) => (text === "t" ? 1 : 0)],
  [INT8, Number],
  [NUMERIC, Number],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    (format === "binary" ? undefined : parsers.get(type)) ?? pg.types.getTypeParser(type, format),
};

const settings = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: "commonhall",
  connectionTimeoutMillis: CONNECT_WITHIN,
  keepAlive: true,
  types,
});

export function postgresPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    ...settings(url),
    max: CONNECTIONS,
    idle_in_transaction_session_timeout: LONGEST_SILENCE,
  });
  // A connection that breaks while nobody uses it is taken out of the pool; the next statement gets a new one.
  pool.on("error", () => undefined);
  // One that breaks while somebody has it fails the next statement; between two of them nobody listens, which would end
  // the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** One connection by itself, for what lasts. */
export const postgresClient = (url: string): pg.Client => new pg.Client(settings(url));

/** The same, for as long as the work takes. */
export async function withPostgresClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = postgresClient(url);
  // Whatever waits for an answer hears of it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

/** How large the database is, with its indexes. */
export async function bytesIn(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ bytes: number }>("select pg_database_size(current_database()) as bytes");
  return rows[0]?.bytes ?? 0;
}
