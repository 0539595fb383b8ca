import {
  ANY,
  type Feed,
  type FeedEntryDraft,
  type FeedEntryId,
  type FeedKeys,
  type FeedName,
  type Feeds,
  type FeedTelling,
  feedFilterFrom,
  type Host,
  type NotEntered,
  type ObjectId,
  type Timestamp,
  trusted,
} from "@commonhall/domain";
import { type Insertable, sql } from "kysely";
import { padded } from "../database/padded.ts";
import { prepared, valuesOf } from "../database/prepared.ts";
import type { Db, Session } from "../database/session.ts";
import { objectFrom } from "../objects/object-rows.ts";
import type { FeedEntryTable, FeedPlaceTable } from "./feed-tables.ts";

export const feeds = (session: Session): Feeds => ({
  enter: (draft) => session.write((db) => enter(db, draft)),
  notEntered: (page) => notEntered(session.read, page),
  followedFor: (keys) => followedFor(session.read, keys),
  entryOf: (object) => entryOf(session.read, object),
  toldOf: (object) => toldOf(session.read, object),
  get: (name) => feedsIn(session.read).where("name", "=", name).executeTakeFirst(),
  count: () => count(session.read),
  madeFor: (host, since) => madeFor(session.read, host, since),
  put: (feed) => session.write((db) => put(db, feed)),
  unusedSince: (before, limit) => unusedSince(session.read, before, limit),
  drop: (name) => session.write(async (db) => void (await db.deleteFrom("feed").where("name", "=", name).execute())),
  forgetGone: (before, limit) => session.write((db) => forgetGone(db, before, limit)),
});

async function enter(
  db: Db,
  { entry, object, keys, isFor, published, entered }: FeedEntryDraft,
): Promise<{ readonly entry: FeedEntryId; readonly isNew: boolean }> {
  const found = { kind: keys.kind, languages: spaced(keys.languages), is_for: isFor };
  const [standing] = await entryByObject(db, { object });
  if (standing !== undefined) {
    await db.updateTable("feed_entry").set(found).where("id", "=", standing.id).execute();
    await db.deleteFrom("feed_place").where("entry", "=", standing.id).execute();
    await place(db, keys, { ...found, entry: standing.id, published: standing.published });
    return { entry: standing.entry, isNew: false };
  }
  const at = Math.min(published, entered);
  const [added] = await insertEntry(db, { entry, object, ...found, published: at, entered });
  if (added === undefined) throw new Error("A new entry was not kept");
  await place(db, keys, { ...found, entry: added.id, published: at });
  return { entry, isNew: true };
}

const entryByObject = prepared<{ readonly object: ObjectId }>()((db, value) =>
  db.selectFrom("feed_entry").select(["id", "entry", "published"]).where("object", "=", value("object")),
);

const ENTRY = ["entry", "object", "kind", "languages", "is_for", "published", "entered"] as const;

const insertEntry = prepared<Pick<Insertable<FeedEntryTable>, (typeof ENTRY)[number]>>()((db, value) =>
  db.insertInto("feed_entry").values(valuesOf(ENTRY, value)).returning("id"),
);

const spaced = (languages: readonly string[]): string => ` ${languages.join(" ")} `;

type Row = Omit<FeedPlaceTable, "place" | "branch">;

/** All pairs in one statement, which is the same for however many. */
async function place(db: Db, { places, branches }: FeedKeys, row: Row): Promise<void> {
  await sql`
    insert into feed_place (place, branch, published, entry, kind, languages, is_for)
    select place.value, branch.value, ${row.published}, ${row.entry}, ${row.kind}, ${row.languages}, ${row.is_for}
    from json_each(${JSON.stringify(places)}) as place, json_each(${JSON.stringify(branches)}) as branch
  `.execute(db);
}

/** The Note that opened a campaign is in no list of what arrived: it came as the campaign did. */
export const notEnteredQuery = (db: Db, { after, limit }: { readonly after?: ObjectId; readonly limit: number }) =>
  db
    .selectFrom("object")
    .leftJoin("arrival", "arrival.object", "object.id")
    .leftJoin("arrival as opened", "opened.object", "object.campaign")
    .where("object.id", ">", after ?? trusted.object(""))
    .where("object.reach", "=", "public")
    .where((row) =>
      row.not(row.exists(row.selectFrom("feed_entry").select("id").whereRef("feed_entry.object", "=", "object.id"))),
    )
    .orderBy("object.id")
    .limit(limit)
    .selectAll("object")
    .select(["arrival.reason", "arrival.via", "opened.reason as opened_reason", "opened.via as opened_via"]);

async function notEntered(
  db: Db,
  page: { readonly after?: ObjectId; readonly limit: number },
): Promise<readonly NotEntered[]> {
  const rows = await notEnteredQuery(db, page).execute();
  return rows.map((row) => {
    const opens = row.kind === "campaign" && row.type !== "Group";
    const [reason, via] = opens ? [row.opened_reason, row.opened_via] : [row.reason, row.via];
    const came = reason === null ? {} : { came: { reason, ...(via === null ? {} : { via }) } };
    return { object: objectFrom(row), ...came };
  });
}

/** By the index of what feeds carry: so many look-ups as the object has pairs, whatever the number of feeds. */
export const followedQuery = (db: Db, { places, branches, kind, languages }: FeedKeys) =>
  db
    .selectFrom("feed")
    .select("name")
    .where("place", "in", padded(places))
    .where("branch", "in", padded(branches))
    .where("kind", "in", [ANY, kind])
    .where("language", "in", padded(languages.map((one) => one.toLowerCase())))
    .where((row) =>
      row.exists(
        row
          .selectFrom("follow")
          .select("id")
          .whereRef("follow.followed", "=", "feed.actor")
          .where("follow.state", "=", "accepted"),
      ),
    );

const followedFor = async (db: Db, keys: FeedKeys): Promise<readonly FeedName[]> =>
  (await followedQuery(db, keys).execute()).map(({ name }) => name);

async function entryOf(db: Db, object: ObjectId): Promise<FeedEntryId | undefined> {
  const [standing] = await entryByObject(db, { object });
  return standing?.entry;
}

const toldOf = (db: Db, object: ObjectId): Promise<readonly FeedTelling[]> =>
  db
    .selectFrom("activity")
    .innerJoin("feed", "feed.actor", "activity.actor")
    .where("activity.object", "=", object)
    .where("activity.type", "=", "Announce")
    .select(["feed.name as feed", "activity.id as announce"])
    .execute();

const feedsIn = (db: Db) => db.selectFrom("feed").select(["name", "actor", "made", "used"]);

async function count(db: Db): Promise<number> {
  const { feeds: found } = await db
    .selectFrom("feed")
    .select(({ fn }) => fn.countAll<number>().as("feeds"))
    .executeTakeFirstOrThrow();
  return found;
}

async function madeFor(db: Db, host: Host, since: Timestamp): Promise<number> {
  const { feeds: found } = await db
    .selectFrom("feed")
    .where("made", ">=", since)
    .where((row) =>
      row.exists(
        row
          .selectFrom("follow")
          .innerJoin("remote_actor", "remote_actor.id", "follow.follower")
          .select("follow.id")
          .whereRef("follow.followed", "=", "feed.actor")
          .where("remote_actor.host", "=", host),
      ),
    )
    .select(({ fn }) => fn.countAll<number>().as("feeds"))
    .executeTakeFirstOrThrow();
  return found;
}

async function put(db: Db, { name, actor, made, used }: Feed): Promise<void> {
  const filter = feedFilterFrom(name);
  if (!filter.ok) throw new Error(`No feed has the name ${name}`);
  const { place: at = ANY, branch = ANY, kind = ANY, language = ANY } = filter.value;
  const parts = { place: at, branch, kind, language: language.toLowerCase() };
  await db
    .insertInto("feed")
    .values({ name, actor, ...parts, made, used })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ used }))
    .execute();
}

async function unusedSince(db: Db, before: Timestamp, limit: number): Promise<readonly FeedName[]> {
  const rows = await db
    .selectFrom("feed")
    .select("name")
    .where("used", "<", before)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom("follow")
            .select("id")
            .whereRef("follow.followed", "=", "feed.actor")
            .where("follow.state", "in", ["accepted", "pending"]),
        ),
      ),
    )
    .orderBy("used")
    .limit(limit)
    .execute();
  return rows.map(({ name }) => name);
}

async function forgetGone(db: Db, before: Timestamp, limit: number): Promise<number> {
  const gone = await db.selectFrom("feed_entry").select("id").where("gone", "<", before).limit(limit).execute();
  if (gone.length === 0) return 0;
  const ids = padded(gone.map(({ id }) => id));
  await db.deleteFrom("feed_entry").where("id", "in", ids).execute();
  return gone.length;
}
