import {
  ANY,
  type Digest,
  type DigestNews,
  type DigestTokenUse,
  type DigestViews,
  type FeedFilter,
  type NewsSpan,
} from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db } from "../database/session.ts";
import { itemFrom } from "../feeds/feed-views.ts";
import { sumOfToken } from "./digest-seals.ts";
import type { DigestTable } from "./digest-tables.ts";

export const digestViews = (db: Db): DigestViews => ({
  byToken: (use, token) => digestByToken(db, use, token),
  news: (filter, span) => news(db, filter, span),
});

const COLUMNS = { confirm: "confirm_token", end: "end_token" } as const;

/** Found by its sum, so that how much of a wrong token is right cannot be measured. */
export const digestByToken = async (db: Db, use: DigestTokenUse, token: string): Promise<Digest | undefined> =>
  digestFrom(await db.selectFrom("digest").selectAll().where(COLUMNS[use], "=", sumOfToken(token)).executeTakeFirst());

export function digestFrom(row: Selectable<DigestTable> | undefined): Digest | undefined {
  if (row === undefined) return undefined;
  const { id, feed, rhythm, language, sealed, asked, confirmed, until, due, refusals } = row;
  const answered = confirmed === null ? {} : { confirmed };
  return { id, feed, rhythm, language, sealed, asked, ...answered, until, due, refusals };
}

async function news(db: Db, filter: FeedFilter, span: NewsSpan): Promise<DigestNews> {
  const [rows, { count }] = await Promise.all([
    newsQuery(db, filter, span).execute(),
    entered(db, filter, span)
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow(),
  ]);
  return { items: rows.map(itemFrom), count };
}

const newsQuery = (db: Db, filter: FeedFilter, span: NewsSpan) =>
  entered(db, filter, span)
    .leftJoin("remote_actor", "remote_actor.id", "object.attributed_to")
    .leftJoin("centre", "centre.id", "object.attributed_to")
    .selectAll("object")
    .select(["feed_entry.entry", "feed_entry.entered", "remote_actor.name", "centre.data as centre"])
    .orderBy("feed_entry.entered", "desc")
    .orderBy("feed_entry.id", "desc")
    .limit(span.limit);

/** Along the index of when things entered: a day of them is little, whatever the feed carries besides. */
function entered(db: Db, { place, branch, kind, language }: FeedFilter, { after, until }: NewsSpan) {
  let query = db
    .selectFrom("feed_entry")
    .innerJoin("object", "object.id", "feed_entry.object")
    .leftJoin("arrival", "arrival.object", "object.id")
    .where("feed_entry.entered", ">", after)
    .where("feed_entry.entered", "<=", until)
    .where("feed_entry.is_for", "in", ["readers", "everybody"])
    .where("object.reach", "=", "public")
    .where((row) => row.or([row("object.local", "=", 1), row("arrival.shown", "=", 1)]))
    .where((row) =>
      row.exists(
        row
          .selectFrom("feed_place")
          .select("feed_place.entry")
          .where("feed_place.place", "=", place ?? ANY)
          .where("feed_place.branch", "=", branch ?? ANY)
          .whereRef("feed_place.published", "=", "feed_entry.published")
          .whereRef("feed_place.entry", "=", "feed_entry.id"),
      ),
    );
  if (kind !== undefined) query = query.where("feed_entry.kind", "=", kind);
  if (language !== undefined) {
    query = query.where((row) => row(row.fn("instr", ["feed_entry.languages", row.val(` ${language} `)]), ">", 0));
  }
  return query;
}
