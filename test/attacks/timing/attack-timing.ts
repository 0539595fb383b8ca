import { compare, type Comparison } from "./compare.ts";
import { timeCodes } from "./time-codes.ts";

/** anonymity.md 6.1, P10. */
const TOLD_APART = 0.001;

/** What can be told by a stopwatch: a table, a verdict, and whether nothing can be. */
export async function attackTiming(requests: number): Promise<{ readonly text: string; readonly passed: boolean }> {
  const times = await timeCodes(requests, (done) => {
    if (done % 100 === 0) process.stderr.write(`${done} of ${requests} requests …\n`);
  });
  const compared = compare(times);
  const failed = compared.filter(({ p }) => p <= TOLD_APART);
  const verdict =
    failed.length === 0
      ? `${requests} requests: nothing can be told by the time that an answer takes (p > ${TOLD_APART}).`
      : `TOLD APART: ${failed.map(({ one, other }) => `${one} from ${other}`).join(", ")}`;
  return { text: `${table(compared)}\n${verdict}\n`, passed: failed.length === 0 };
}

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
