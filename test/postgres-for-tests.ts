import { openStore } from "@commonhall/store";
import { startPostgres } from "@commonhall/testkit/postgres";
import type { TestProject } from "vitest/node";

const TEMPLATE = "commonhall_template";

/** One PostgreSQL for all tests of a run that need one, with a database to copy that has the whole schema already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startPostgres();
  await cluster.create(TEMPLATE);
  await (await openStore({ postgres: cluster.url(TEMPLATE), clock: Date.now })).close();
  project.provide("postgres", { url: cluster.url("postgres"), template: TEMPLATE });
  return cluster.stop;
}
