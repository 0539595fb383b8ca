/**
 * `pnpm attack`: what cannot be told by a stopwatch. Takes long, so it is no part of the tests; a table, and a failure
 * where something can be told after all. `--requests N` makes it shorter, and the answer weaker.
 */
import { parseArgs } from "node:util";
import { compare, type Comparison } from "./compare.ts";
import { timeCodes } from "./time-codes.ts";

/** anonymity.md 6.1, P10. */
const REQUESTS = 2000;
const TOLD_APART = 0.001;

const { values } = parseArgs({ options: { requests: { type: "string", default: String(REQUESTS) } } });
const requests = Number(values.requests);
if (!Number.isInteger(requests) || requests < 30) {
  process.stderr.write("--requests takes a number of at least 30.\n");
  process.exit(2);
}
const times = await timeCodes(requests, (done) => {
  if (done % 100 === 0) process.stderr.write(`${done} of ${requests} requests …\n`);
});
const compared = compare(times);
process.stdout.write(`${table(compared)}\n`);
const failed = compared.filter(({ p }) => p <= TOLD_APART);
process.stdout.write(
  failed.length === 0
    ? `${requests} requests: nothing can be told by the time that an answer takes (p > ${TOLD_APART}).\n`
    : `TOLD APART: ${failed.map(({ one, other }) => `${one} from ${other}`).join(", ")}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function table(rows: readonly Comparison[]): string {
  const lines = rows.map(({ one, other, medians, p }) =>
    [
      one.padEnd(12),
      other.padEnd(12),
      ...medians.map((ms) => ms.toFixed(2).padStart(10)),
      p.toFixed(4).padStart(8),
    ].join("  "),
  );
  const head = [
    "one".padEnd(12),
    "other".padEnd(12),
    "median ms".padStart(10),
    "median ms".padStart(10),
    "p".padStart(8),
  ];
  return [head.join("  "), ...lines].join("\n");
}
