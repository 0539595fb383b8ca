import { appendFileSync, readFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { fileSealer } from "../files/seal-files.ts";
import { openVault } from "../open-vault.ts";
import { LIGHT, PEPPER } from "../testing/light-core.ts";

/**
 * A process that carries a release day from the vault to a store, and falls dead at one of its statements, for the test that
 * looks at what it left. The store is a file with a line for each release, which it keeps once. On its standard output it
 * says how many statements there were.
 */
const [folder = "", store = "", now = "", deadAt = ""] = process.argv.slice(2);
let steps = 0;

/** No goodbye: as if the machine had lost its power. */
function step(): void {
  if (++steps === Number(deadAt)) process.kill(process.pid, "SIGKILL");
}

/** Every statement of both files, commits among them. */
function countStatements(): void {
  const memory = new Sqlite(":memory:");
  const prototype: Record<string, (...values: unknown[]) => unknown> = Object.getPrototypeOf(
    memory.prepare("select 1"),
  );
  for (const name of ["run", "all", "get", "iterate"]) {
    const own = prototype[name];
    if (own === undefined) throw new Error(`A statement cannot ${name}`);
    prototype[name] = function (this: unknown, ...values: unknown[]) {
      step();
      return own.apply(this, values);
    };
  }
  memory.close();
}

const kept = (): readonly string[] => readFileSync(store, "utf8").split("\n").filter(Boolean);

const clock = () => Number(now);
const files = fileSealer({ cleanImage: async () => undefined });
const vault = await openVault({ folder, clock, pepper: PEPPER, stretching: LIGHT, files, alarm: () => undefined });
countStatements();
const offered = await vault.outlet.offered();
for (const one of offered) {
  if (!(await vault.approvals.areTwo(one))) throw new Error("Not approved");
  step();
  const line = JSON.stringify({ id: one.id, payload: one.payload });
  if (!kept().includes(line)) appendFileSync(store, `${line}\n`);
  step();
}
for (const { id } of offered) {
  await vault.outlet.confirm(id);
  step();
}
await vault.close();
process.stdout.write(`${steps}\n`);
