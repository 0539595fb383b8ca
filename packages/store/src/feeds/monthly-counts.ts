import type { FeedFilter, MonthCount, Timestamp } from "@commonhall/domain";
import { sql } from "kysely";
import type { Db } from "../database/session.ts";
import { forOne, placed } from "./placed.ts";

/** Nobody looks further back, and what lies there would have to be walked through. */
const MOST_MONTHS = 24;

/** For each month all that lies under the feed, less what is hidden there: both along an index, without an object being opened. */
export async function monthlyCounts(
  db: Db,
  filter: FeedFilter,
  { since, now }: { readonly since: Timestamp; readonly now: Timestamp },
): Promise<readonly MonthCount[]> {
  const counts: MonthCount[] = [];
  for (const { month, from, to } of monthsBetween(since, now)) {
    const [all, hidden] = [await allQuery(db, filter, from, to), await hiddenQuery(db, filter, from, to)];
    if (all.items > hidden.items) counts.push({ month, items: all.items - hidden.items });
  }
  return counts;
}

const allQuery = (db: Db, filter: FeedFilter, from: Timestamp, to: Timestamp) =>
  placed(db, filter, forOne("readers"))
    .where("feed_place.published", ">=", from)
    .where("feed_place.published", "<", to)
    .select(({ fn }) => fn.countAll<number>().as("items"))
    .executeTakeFirstOrThrow();

/** `0` stands there as it is, or the index of what is hidden would not be used. */
const hiddenQuery = (db: Db, filter: FeedFilter, from: Timestamp, to: Timestamp) =>
  db
    .selectFrom("feed_entry")
    .where(sql<boolean>`feed_entry.shown = 0`)
    .where("feed_entry.published", ">=", from)
    .where("feed_entry.published", "<", to)
    .where((row) =>
      row.exists(
        placed(db, filter, forOne("readers"))
          .whereRef("feed_place.published", "=", sql.ref<number>("feed_entry.published"))
          .whereRef("feed_place.entry", "=", sql.ref<number>("feed_entry.id"))
          .select("feed_place.entry"),
      ),
    )
    .select(({ fn }) => fn.countAll<number>().as("items"))
    .executeTakeFirstOrThrow();

interface Month {
  readonly month: string;
  readonly from: Timestamp;
  readonly to: Timestamp;
}

/** As UTC has them, the oldest first, up to the one that runs; the first begins where it is asked to. */
function monthsBetween(since: Timestamp, now: Timestamp): readonly Month[] {
  const today = new Date(now);
  const startOf = (back: number): Timestamp => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back);
  return Array.from({ length: MOST_MONTHS }, (_, index) => MOST_MONTHS - 1 - index).flatMap((back) => {
    const [start, to] = [startOf(back), startOf(back - 1)];
    if (to <= since) return [];
    return [{ month: new Date(start).toISOString().slice(0, "2026-11".length), from: Math.max(start, since), to }];
  });
}
