import { whyNoPostgres } from "./packages/testkit/src/postgres/postgres-cluster.ts";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";
import { memoryFolder } from "./test/memory-folder.ts";

// One project a kind of test: the quick ones beside their code, and after them the whole-network scenarios, which start
// real servers and browsers. As many files run at once as there are cores; left alone, one core would stay idle. The
// time-outs are for what hangs: they are far above what a test takes on a machine that does much else.
const node = {
  environment: "node",
  testTimeout: 120_000,
  hookTimeout: 120_000,
  sequence: { groupOrder: 0 },
} as const;

// Every process of a run inherits it. Whoever names a folder gets that one.
const { TMPDIR: folder = memoryFolder() } = process.env;
if (folder !== undefined) process.env["TMPDIR"] = folder;

const noPostgres = whyNoPostgres();
if (noPostgres !== undefined) console.log(`The tests of the store on PostgreSQL are left out: ${noPostgres}`);

/** The rooms of the store once more on PostgreSQL, and what is its alone. What is SQLite's alone stays out. */
const onPostgres = {
  ...node,
  name: "postgres",
  include: ["packages/store/src/**/*.test.ts"],
  exclude: ["packages/store/src/{backup,database,migrations}/*.test.ts"],
  globalSetup: ["test/postgres-for-tests.ts"],
};

export default defineConfig({
  test: {
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...node,
          name: "units",
          // Each process of tests reads and compiles the program once, and not once for each of its files.
          isolate: false,
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
          exclude: ["packages/store/src/database/postgres/**"],
        },
      },
      ...(noPostgres === undefined ? [{ test: onPostgres }] : []),
      { test: { ...node, name: "architecture", include: ["test/*.test.ts"] } },
      {
        test: {
          ...node,
          name: "network",
          include: ["test/{features,attacks,simulate,soak}/**/*.test.ts"],
          testTimeout: 300_000,
          // A browser that waits for a page leaves its core to another file.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
