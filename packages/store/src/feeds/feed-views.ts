import {
  type Clock,
  DAY,
  type FeedEntryId,
  type FeedFilter,
  type FeedItem,
  type FeedPage,
  type FeedReaders,
  type FeedViews,
  firstText,
  type Centre,
  type Page,
  type Timestamp,
  type Tombstone,
} from "@commonhall/domain";
import { type Selectable, sql } from "kysely";
import type { Db } from "../database/session.ts";
import { cursorText, numberCursor } from "../objects/cursor.ts";
import { objectFrom } from "../objects/object-rows.ts";
import type { ObjectTable } from "../objects/object-tables.ts";
import { carriedCodes } from "./carried-codes.ts";
import { monthlyCounts } from "./monthly-counts.ts";
import { forOne, placed } from "./placed.ts";

export const feedViews = (db: Db, clock: Clock): FeedViews => ({
  items: (filter, page) => items(db, filter, page),
  item: (filter, entry) => item(db, filter, entry),
  withdrawn: (filter, limit) => withdrawn(db, clock, filter, limit),
  occasions: (filter, around, limit) => occasions(db, filter, around, limit),
  counts: (filter, since) => monthlyCounts(db, filter, { since, now: clock() }),
  carried: (limit) => carriedCodes(db, limit),
});

/** Only of senders who are listened to, and not what whoever passed it on has taken back. */
const shown = (db: Db, filter: FeedFilter, isFor: FeedPage["isFor"]) =>
  placed(db, filter, forOne(isFor))
    .innerJoin("feed_entry", "feed_entry.id", "feed_place.entry")
    .where("feed_entry.shown", "=", 1)
    .innerJoin("object", "object.id", "feed_entry.object");

const withNames = (query: ReturnType<typeof shown>) =>
  query
    .leftJoin("remote_actor", "remote_actor.id", "object.attributed_to")
    .leftJoin("centre", "centre.id", "object.attributed_to")
    .selectAll("object")
    .select(["feed_entry.entry", "feed_entry.entered", "feed_entry.id as order_key"])
    .select(["feed_place.published as order_time", "remote_actor.name", "centre.data as centre"]);

interface Row extends Selectable<ObjectTable> {
  readonly entry: FeedEntryId;
  readonly entered: Timestamp;
  readonly name: string | null;
  readonly centre: string | null;
}

/** Of an author who is not known yet, its address stands for its name; ours is called as in its first language. */
export const itemFrom = (row: Row): FeedItem => ({
  entry: row.entry,
  object: objectFrom(row),
  fromName: row.centre === null ? (row.name ?? row.attributed_to) : firstText(centreIn(row.centre).name),
  entered: row.entered,
});

const centreIn = (data: string): Pick<Centre, "name"> => JSON.parse(data);

async function items(db: Db, filter: FeedFilter, page: FeedPage): Promise<Page<FeedItem>> {
  const rows = await itemsQuery(db, filter, page).execute();
  const onPage = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? onPage.at(-1) : undefined;
  return {
    items: onPage.map(itemFrom),
    ...(last === undefined ? {} : { next: cursorText({ at: last.order_time, key: last.order_key }) }),
  };
}

/** One more than is shown, which tells whether there is a next page. */
export function itemsQuery(db: Db, filter: FeedFilter, { isFor, limit, after }: FeedPage) {
  const cursor = numberCursor(after);
  let query = shown(db, filter, isFor);
  if (cursor !== undefined) {
    query = query.where((row) =>
      row(row.refTuple("feed_place.published", "feed_place.entry"), "<", row.tuple(cursor.at, cursor.key)),
    );
  }
  return withNames(query)
    .orderBy("feed_place.published", "desc")
    .orderBy("feed_place.entry", "desc")
    .limit(limit + 1);
}

async function item(db: Db, filter: FeedFilter, entry: FeedEntryId): Promise<FeedItem | Tombstone | undefined> {
  const found = await db.selectFrom("feed_entry").select("id").where("entry", "=", entry).executeTakeFirst();
  if (found === undefined) return undefined;
  const row = await withNames(shown(db, filter, "followers"))
    .where("feed_place.entry", "=", found.id)
    .executeTakeFirst();
  if (row !== undefined) return itemFrom(row);
  return goneOf(db, filter, ["followers", "everybody"]).where("feed_entry.id", "=", found.id).executeTakeFirst();
}

/** Withdrawals are few, so whether the feed carried one is asked of each of them. */
const goneOf = (db: Db, filter: FeedFilter, isFor: readonly FeedReaders[]) =>
  db
    .selectFrom("feed_entry")
    .innerJoin("tombstone", "tombstone.id", "feed_entry.object")
    .where("feed_entry.gone", "is not", null)
    .where("tombstone.reach", "=", "public")
    .where((row) =>
      row.exists(
        placed(db, filter, isFor)
          .where("feed_place.entry", "=", sql.ref<number>("feed_entry.id"))
          .select("feed_place.entry"),
      ),
    )
    .select(["tombstone.id", "tombstone.deleted", "tombstone.reach"]);

const WITHDRAWALS_ARE_TOLD_FOR = 90 * DAY;

const withdrawn = (db: Db, clock: Clock, filter: FeedFilter, limit: number): Promise<readonly Tombstone[]> =>
  goneOf(db, filter, ["readers", "everybody"])
    .where("feed_entry.gone", ">=", clock() - WITHDRAWALS_ARE_TOLD_FOR)
    .orderBy("feed_entry.gone", "desc")
    .limit(limit)
    .execute();

async function occasions(db: Db, filter: FeedFilter, around: Timestamp, limit: number): Promise<readonly FeedItem[]> {
  const dated = (ahead: boolean, most: number) =>
    withNames(shown(db, { ...filter, kind: "action" }, "readers"))
      .where("object.starts", ahead ? ">=" : "<", around)
      .orderBy("object.starts", ahead ? "asc" : "desc")
      .limit(most)
      .execute();
  const next = await dated(true, limit);
  const over = next.length < limit ? await dated(false, limit - next.length) : [];
  return [...next, ...over].map(itemFrom);
}
