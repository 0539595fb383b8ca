import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { startPostgres } from "@commonhall/testkit/postgres";
import pg from "pg";
import { expect, test } from "vitest";
import { whatPostgresWrites } from "./what-postgres-writes.ts";

const GUIDE = resolve(import.meta.dirname, "../../../../../docs/operators/postgresql.md");

/** As whoever follows the guide types it. */
async function fromTheGuide(role: string): Promise<readonly string[]> {
  const lines = (await readFile(GUIDE, "utf8")).split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line.startsWith("ALTER ROLE commonhall SET "))
    .map((line) => line.replace("commonhall", role));
}

async function say(url: string, statements: readonly (readonly [string, readonly string[]])[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [statement, values] of statements) await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

/** Something that does not fit, as happens to every program. */
const twice = (url: string, mark: string): Promise<string> =>
  say(url, [
    ["create temporary table kept (name text primary key, word text check (length(word) < 9))", []],
    ["insert into kept values ($1, 'short')", [mark]],
    ["insert into kept values ($1, 'short') on conflict do nothing", [mark]],
    ["insert into kept values ($1, 'too long by far')", [`${mark} again`]],
  ]).then(
    () => "nothing happened",
    (error: unknown) => String(error),
  );

test("PostgreSQL writes rows into its log as it is set up usually, and none once the guide was followed", async () => {
  await using cluster = await startPostgres();
  const url = cluster.url("postgres");
  const log = async () => readFile(join(new URL(url).searchParams.get("host") ?? "", "log"), "utf8");

  expect((await whatPostgresWrites(url)).map(({ setting }) => setting)).toEqual(["log_error_verbosity"]);
  expect(await twice(url, "Amal before")).toContain("violates check constraint");
  expect(await log()).toContain("Amal before");

  const bad = ["log_statement = 'all'", "log_min_duration_statement = 0", "log_parameter_max_length_on_error = -1"];
  await say(
    url,
    bad.map((one) => [`alter role hall set ${one}`, []]),
  );
  expect((await whatPostgresWrites(url)).map(({ setting }) => setting)).toEqual([
    "log_error_verbosity",
    "log_min_duration_statement",
    "log_parameter_max_length_on_error",
    "log_statement",
  ]);

  const statements = await fromTheGuide("hall");
  expect(statements.length).toBeGreaterThan(5);
  await say(
    url,
    statements.map((one) => [one, []]),
  );
  expect(await whatPostgresWrites(url)).toEqual([]);
  expect(await twice(url, "Amal afterwards")).toContain("violates check constraint");
  expect(await log()).not.toContain("Amal afterwards");
});
