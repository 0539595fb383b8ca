import type { FeedFilter, FeedViews, MonthCount, Timestamp } from "@commonhall/domain";
import { html, type Html } from "../../layout/html.ts";
import { monthText } from "../../words/dates.ts";
import type { PublicReader } from "../../words/reader.ts";
import { sayFor } from "./words/say.ts";

export const MONTHS_SHOWN = 12;

/** Every one of the last twelve months, the oldest first, those with nothing too; the last is the one that runs. */
export async function monthsOf(
  feeds: Pick<FeedViews, "counts">,
  filter: FeedFilter,
  now: Timestamp,
): Promise<readonly MonthCount[]> {
  const today = new Date(now);
  const starts = Array.from({ length: MONTHS_SHOWN }, (_, index) =>
    Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - (MONTHS_SHOWN - 1) + index),
  );
  const counted = await feeds.counts(filter, starts[0] ?? now);
  const found = new Map(counted.map(({ month, items }) => [month, items]));
  return starts.map((start) => {
    const month = new Date(start).toISOString().slice(0, "2026-11".length);
    return { month, items: found.get(month) ?? 0 };
  });
}

const WHOLE_MONTHS = 3;

/** How many come in a month: the mean of the last three whole ones, in one sentence. */
export function rateText(reader: PublicReader, months: readonly MonthCount[]): string {
  const whole = months.slice(-WHOLE_MONTHS - 1, -1);
  const sum = whole.reduce((all, { items }) => all + items, 0);
  const current = months.at(-1)?.items ?? 0;
  if (sum === 0) return sayFor(reader)("rate.none", { current });
  return sum < WHOLE_MONTHS
    ? sayFor(reader)("rate.few", { current })
    : sayFor(reader)("rate.about", { count: Math.round(sum / WHOLE_MONTHS), current });
}

const [WIDTH, HEIGHT, GAP] = [18, 72, 3];
/** What is not nothing can be seen. */
const LEAST = 2;

/** A bar for each month, for the eye alone; `highest` is how many the whole height stands for. */
export function monthBars(months: readonly MonthCount[], highest: number): Html {
  const bars = months.map(({ items }, index) => {
    const height = items === 0 ? 0 : Math.max(LEAST, Math.round((items / Math.max(1, highest)) * HEIGHT));
    return html`<rect class="filled" x="${index * (WIDTH + GAP)}" y="${HEIGHT - height}" width="${WIDTH}" height="${height}"></rect>`;
  });
  const width = months.length * (WIDTH + GAP);
  return html`<svg class="bars" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" aria-hidden="true">${bars}</svg>`;
}

/** The same numbers to read. */
export function monthTable(reader: PublicReader, months: readonly MonthCount[]): Html {
  const say = sayFor(reader);
  const format = new Intl.NumberFormat(reader.language);
  return html`<details class="more"><summary>${say("months.table")}</summary><table>
<thead><tr><th scope="col">${say("months.month")}</th><th scope="col">${say("months.published")}</th></tr></thead>
<tbody>${months.map(({ month, items }) => html`<tr><th scope="row">${monthText(month, reader.language)}</th><td>${format.format(items)}</td></tr>`)}</tbody>
</table></details>`;
}
