/**
 * `pnpm attack`: everything that a program can try against what workers were promised. First the bulletins, on made-up
 * caseloads (anonymity.md 6.2), then nodes that run: a line for each attack with what it measures, what it must not
 * reach, what we should like, and what came out. Then what a stopwatch tells of codes at the door (P10). Fails where a
 * mark is missed. `--only bulletins`, `nodes`, `timing` or the name of one attack; `--seed N`; `--thorough` lets the
 * stopwatch run for a quarter of an hour instead of two minutes, and it finds differences less than half as large;
 * `--requests N` is anything between.
 */
import { parseArgs } from "node:util";
import { line, passes, type Outcome } from "./bulletins/outcome.ts";
import { ATTACKS, FULL } from "./bulletins/suite.ts";
import { yieldTable } from "./bulletins/yields.ts";
import { NODE_ATTACKS } from "./nodes.ts";
import { attackTiming, REQUESTS } from "./timing/attack-timing.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seed: { type: "string", default: "1" },
    requests: { type: "string" },
    thorough: { type: "boolean", default: false },
  },
});
const seed = wholeNumber("--seed", values.seed, 0);
const usual = values.thorough ? REQUESTS.thorough : REQUESTS.usual;
const requests = wholeNumber("--requests", values.requests ?? String(usual), 60);
const parts = [...[...ATTACKS, ...NODE_ATTACKS].map(({ name }) => name), "bulletins", "nodes", "timing"];
if (values.only !== undefined && !parts.includes(values.only)) refuse(`--only takes one of ${parts.join(", ")}.`);

let failed = 0;
const isAsked = (...names: readonly string[]): boolean => values.only === undefined || names.includes(values.only);

async function attack(name: string, run: () => readonly Outcome[] | Promise<readonly Outcome[]>): Promise<void> {
  const start = performance.now();
  for (const outcome of await run()) {
    process.stdout.write(`${line(outcome)}\n`);
    failed += Number(!passes(outcome));
  }
  process.stderr.write(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

if (ATTACKS.some(({ name }) => isAsked(name, "bulletins")))
  process.stdout.write(`Bulletins of made-up caseloads, seed ${seed}\n`);
for (const { name, run } of ATTACKS) {
  if (!isAsked(name, "bulletins")) continue;
  await attack(name, () => run(FULL, seed));
  if (name === "yields") process.stdout.write(`${yieldTable(seed)}\n`);
}
for (const { name, run } of NODE_ATTACKS) if (isAsked(name, "nodes")) await attack(name, run);
if (isAsked("timing")) {
  const { text, passed } = await attackTiming(requests);
  process.stdout.write(text);
  failed += Number(!passed);
}
process.stdout.write(failed === 0 ? "Every mark is kept.\n" : `${failed} marks are missed.\n`);
// The solver's threads would keep the process.
process.stdout.write("", () => process.exit(failed === 0 ? 0 : 1));

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) refuse(`${name} takes a whole number of at least ${least}.`);
  return number;
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
