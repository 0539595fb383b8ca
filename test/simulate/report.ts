import { DAY, HOUR, MINUTE, SECOND, type Duration } from "@commonhall/domain";
import type { Result } from "./tally.ts";

type Row = readonly [label: string, value: (result: Result) => string];

const ROWS: readonly Row[] = [
  ["things published", ({ items }) => whole(items)],
  ["came to nodes that catch up", ({ complete }) => percent(complete.catchingUp)],
  ["came to other programs", ({ complete }) => percent(complete.others)],
  ["announced twice to one by one feed", ({ repeated }) => whole(repeated)],
  ["messages sent for each", ({ perItem }) => few(perItem.deliveries)],
  ["… of these announces", ({ perItem }) => few(perItem.announces)],
  ["… of these to who was not there", ({ perItem }) => few(perItem.failures)],
  ["came to who had it already", ({ perItem }) => few(perItem.doubles)],
  ["fetched for each", ({ perItem }) => few(perItem.fetches)],
  ["most fetches of one", ({ mostFetches }) => whole(mostFetches)],
  ["outboxes read a day", ({ outboxReadsADay }) => whole(outboxReadsADay)],
  ["until 90 % of servers have it", ({ until }) => time(until.servers90)],
  ["until 99 % of servers have it", ({ until }) => time(until.servers99)],
  ["until 99 % have it, laptops too", ({ until }) => time(until.all99)],
  ["busiest hub: messages a day", ({ hub }) => whole(hub.deliveriesADay)],
  ["… in its busiest minute", ({ hub }) => whole(hub.busiestMinute)],
  ["… longest wait for its turn", ({ hub }) => time(hub.longestQueue)],
];

/** As Markdown: a row for each figure, a column for each case. */
export function table(results: readonly (readonly [name: string, result: Result])[]): string {
  const head = ["", ...results.map(([name]) => name)];
  const rows = ROWS.map(([label, value]) => [label, ...results.map(([, result]) => value(result))]);
  return [head, head.map((_, at) => (at === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");
const few = (value: number): string => (value < 100 ? value.toFixed(1) : whole(value));
const percent = (part: number): string => (part === 1 ? "100 %" : `${(part * 100).toFixed(3)} %`);

function time(duration: Duration): string {
  if (!Number.isFinite(duration)) return "never";
  if (duration < SECOND) return `${Math.round(duration)} ms`;
  if (duration < MINUTE) return `${(duration / SECOND).toFixed(1)} s`;
  if (duration < HOUR) return `${(duration / MINUTE).toFixed(1)} min`;
  return duration < DAY ? `${(duration / HOUR).toFixed(1)} h` : `${(duration / DAY).toFixed(1)} d`;
}
