import { compare, type Comparison } from "./compare.ts";
import { timeCodes } from "./time-codes.ts";

/** anonymity.md 6.1, P10: so seldom may kinds be told apart between which there is no difference. */
const TOLD_APART = 0.001;

/**
 * When it is looked, as parts of all requests, and what of the allowed chance of a false alarm each look spends: together
 * they spend no more than the whole, so to stop at the first at which kinds are told apart is as honest as to look once.
 * That nothing is told apart never stops it early.
 */
const LOOKS = [
  { after: 1 / 4, spends: 1 / 4 },
  { after: 1 / 2, spends: 1 / 4 },
  { after: 1, spends: 1 / 2 },
] as const;

/** How many requests are made by default, and when somebody has a quarter of an hour. */
export const REQUESTS = { usual: 400, thorough: 2000 } as const;

type Times = Readonly<Record<string, readonly number[]>>;

/** What can be told by a stopwatch: a table, a verdict, and whether nothing can be. */
export async function attackTiming(requests: number): Promise<{ readonly text: string; readonly passed: boolean }> {
  let apart: readonly Comparison[] = [];
  const times = await timeCodes(requests, (done, times) => {
    if (done % 100 === 0) process.stderr.write(`${done} of ${requests} requests …\n`);
    apart = toldApart(times, done, requests);
    return apart.length > 0;
  });
  const done = Object.values(times).reduce((sum, one) => sum + one.length, 0);
  const verdict =
    apart.length === 0
      ? `${done} requests: nothing can be told by the time that an answer takes (p > ${TOLD_APART / 2}, looked at ${LOOKS.length} times).`
      : `TOLD APART after ${done} requests: ${apart.map(({ one, other }) => `${one} from ${other}`).join(", ")}`;
  return { text: `${table(compare(times))}\n${verdict}\n`, passed: apart.length === 0 };
}

/** The kinds that are told apart after so many requests, where it is looked then; none at all other times. */
export function toldApart(times: Times, done: number, requests: number): readonly Comparison[] {
  const look = LOOKS.find(({ after }) => Math.round(requests * after) === done);
  return look === undefined ? [] : compare(times).filter(({ p }) => p <= TOLD_APART * look.spends);
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
