import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openStore } from "@commonhall/store";
import { startPostgres, whyNoPostgres, type PostgresCluster } from "@commonhall/testkit/postgres";
import { fanOut } from "./fan-out.ts";
import type { Figure } from "./figures.ts";
import { inboxOfNode } from "./inbox.ts";

/** As many as a node on one machine may well have: two that answer and two that work. */
const PROCESSES = 4;
const COMMITS = { "taking in": 20, publishing: 60 } as const;
const LOAD = { warmUp: 500, activities: 1000 };

/** The same node with its store in PostgreSQL, beside itself on SQLite; and what the lock of those who decide costs. */
export async function benchOnPostgres(): Promise<Figure[]> {
  const why = whyNoPostgres();
  if (why !== undefined) {
    process.stderr.write(`${why}\n`);
    return [];
  }
  // Commits wait for the disk, as those of SQLite do.
  await using cluster = await startPostgres({ durable: true });
  const figures: Figure[] = [];
  const beside = (name: string, value: number, sqlite: number) =>
    figures.push({ name, value, unit: "/s", against: { name: "on SQLite", value: sqlite } });
  const sqlite = await inboxOfNode(undefined, LOAD);
  const postgres = await inboxOfNode(await newDatabase(cluster, "inbox"), LOAD);
  beside("inbox accepted, on PostgreSQL", postgres.accepted, sqlite.accepted);
  beside("inbox processed to the feed, on PostgreSQL", postgres.processed, sqlite.processed);
  const centre = (_: unknown, id: Parameters<Parameters<typeof fanOut>[0]>[1]) => id;
  beside("fan-out, on PostgreSQL", await fanOut(centre, await newDatabase(cluster, "fanout")), await fanOut(centre));
  for (const what of ["taking in", "publishing"] as const) figures.push(...(await benchDeciding(cluster, what)));
  return figures;
}

async function newDatabase(cluster: PostgresCluster, name: string): Promise<string> {
  await cluster.create(name);
  return cluster.url(name);
}

/** Commits of several processes that touch the same rows: one at a time, against all at once and run again. */
async function benchDeciding(cluster: PostgresCluster, what: keyof typeof COMMITS): Promise<Figure[]> {
  const rates: { perSecond: number; tries: number }[] = [];
  for (const way of ["alone", "serializable"]) {
    const url = await newDatabase(cluster, `${way} ${what}`.replaceAll(" ", "_"));
    await (await openStore({ postgres: url, clock: Date.now })).close();
    rates.push(await decide(url, way, what));
  }
  const [alone, serializable] = rates;
  if (alone === undefined || serializable === undefined) return [];
  const commits = PROCESSES * COMMITS[what];
  const against = { name: "under the lock", value: alone.perSecond };
  return [
    { name: `commits of four processes, ${what}, under the lock`, value: alone.perSecond, unit: "/s" },
    { name: `… serializable, run again`, value: serializable.perSecond, unit: "/s", against },
    { name: `… how often each was run`, value: serializable.tries / commits, unit: "×" },
  ];
}

async function decide(url: string, way: string, what: keyof typeof COMMITS) {
  const program = fileURLToPath(new URL("../../packages/store/src/testing/deciding.ts", import.meta.url));
  const children = await Promise.all(
    Array.from({ length: PROCESSES }, async (_, name) => {
      const child = fork(program, [url, way, what, String(name), String(COMMITS[what])]);
      await once(child, "message");
      return child;
    }),
  );
  const start = performance.now();
  const ended = children.map(async (child) => ((await once(child, "message")) as [{ readonly tries: number }])[0]);
  for (const child of children) child.send("go");
  const said = await Promise.all(ended);
  const perSecond = (PROCESSES * COMMITS[what] * 1000) / (performance.now() - start);
  return { perSecond, tries: said.reduce((sum, { tries }) => sum + tries, 0) };
}
