import { KEPT, unexplained } from "./growth.ts";
import type { Sample, Year } from "./year.ts";

const MIB = 1024 * 1024;
/** What chance alone makes of two medians of what is in use. */
const LEEWAY = 6 * MIB;

/** What a year may not do to a node, in sentences; none where it did none of it. */
export function judge(year: Year): readonly string[] {
  const { samples, missing, doubled } = year;
  const last = samples.at(-1);
  const [before, after] = [middleOf(samples, 0.3, 0.6), middleOf(samples, 0.7, 1)];
  const waiting = Object.entries(last?.waiting ?? {}).filter(([, count]) => count > 0);
  const errors = Object.entries(last?.log ?? {}).filter(([line]) => line.startsWith("error"));
  return [
    ...(after > before * 1.1 + LEEWAY ? [`what is in use grew from ${inMiB(before)} to ${inMiB(after)} MiB`] : []),
    ...waiting.map(([what, count]) => `${count} ${what} wait at the end`),
    ...errors.map(([line, count]) => `${count} times ${line}`),
    ...unexplained(year.half, year.end),
    ...(missing > 0 ? [`${missing} posts did not reach an ally`] : []),
    ...(doubled > 0 ? [`${doubled} activities reached an ally twice`] : []),
  ];
}

function middleOf(samples: readonly Sample[], from: number, to: number): number {
  const some = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
  const sorted = some.map(({ heap }) => heap).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const inMiB = (bytes: number): string => (bytes / MIB).toFixed(1);

/** All of it, for people. */
export function told({ samples, half, end, done }: Year): string {
  const everyTenth = samples.filter((_, index) => index % 4 === 0 || index === samples.length - 1);
  const grown = [...end].filter(([, { rows }]) => rows > 0).toSorted(([, a], [, b]) => b.bytes - a.bytes);
  return [
    "| day | in use, MiB | resident, MiB | deliveries that wait |",
    "|---|---|---|---|",
    ...everyTenth.map(
      ({ day, heap, resident, waiting }) => `| ${day} | ${inMiB(heap)} | ${inMiB(resident)} | ${waiting.deliveries} |`,
    ),
    "",
    "| table | rows at the half | rows at the end | MiB at the end | why it grows |",
    "|---|---|---|---|---|",
    ...grown.map(
      ([name, { rows, bytes }]) =>
        `| ${name} | ${half.get(name)?.rows ?? 0} | ${rows} | ${inMiB(bytes)} | ${KEPT[name] ?? ""} |`,
    ),
    "",
    ...Object.entries(done).map(([what, times]) => `${what}: ${times}`),
    ...Object.entries(samples.at(-1)?.log ?? {}).map(([line, times]) => `log, ${times} times: ${line}`),
  ].join("\n");
}
