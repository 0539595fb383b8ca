import { postgresClient } from "./postgres-pool.ts";

/** A setting of PostgreSQL's by which contents of rows come into its log. */
export interface WrittenDown {
  readonly setting: string;
  readonly value: string;
}

/** What keeps rows out of its log (PostgreSQL's chapter "Error Reporting and Logging"), and whether a value does. */
const KEEPS_OUT: Readonly<Record<string, (value: string) => boolean>> = {
  // Under its default the detail of an error names the key that is there twice, or all of a row that does not fit.
  log_error_verbosity: (value) => value === "terse",
  log_statement: (value) => value === "none" || value === "ddl",
  log_min_duration_statement: (value) => value === "-1",
  log_min_duration_sample: (value) => value === "-1",
  log_transaction_sample_rate: (value) => Number(value) === 0,
  log_parameter_max_length_on_error: (value) => value === "0",
};

/** Those that are in force for whoever connects with this address. */
export async function whatPostgresWrites(url: string): Promise<readonly WrittenDown[]> {
  const client = postgresClient(url);
  await client.connect();
  try {
    const { rows } = await client.query<WrittenDown>(
      "select name as setting, setting as value from pg_settings where name = any($1) order by name",
      [Object.keys(KEEPS_OUT)],
    );
    return rows.filter(({ setting, value }) => KEEPS_OUT[setting]?.(value) === false);
  } finally {
    await client.end();
  }
}
