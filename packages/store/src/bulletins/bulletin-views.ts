import {
  firstText,
  isCountry,
  type ActorId,
  type Bulletin,
  type BulletinFilter,
  type BulletinLine,
  type BulletinViews,
  type Centre,
  type ObjectId,
  type ReadRelease,
  type StatTable,
  type StatTableLine,
} from "@commonhall/domain";
import type { Db } from "../database/session.ts";

export const bulletinViews = (db: Db): BulletinViews => ({
  list: (filter) => list(db, filter, false),
  listPublic: (filter) => list(db, filter, true),
  tables: (filter) => tables(db, filter),
  getPublic: (object) => getPublic(db, object),
  told: (object) => told(db, object),
});

async function list(db: Db, filter: BulletinFilter, onlyPublic: boolean): Promise<readonly BulletinLine[]> {
  let rows = heardBulletins(db);
  const { place, period, sector, code } = filter;
  if (onlyPublic) rows = rows.where("bulletin.ours", "=", 1).where("object.reach", "=", "public");
  if (place !== undefined) rows = rows.where(isCountry(place) ? "bulletin.country" : "bulletin.place", "=", place);
  if (period !== undefined) rows = rows.where("bulletin.period", "=", period);
  if (sector !== undefined) rows = rows.where("bulletin.sector", "=", sector);
  if (code !== undefined) {
    const withCode = db.selectFrom("bulletin_code").select("object").where("code", "=", code);
    rows = rows.where("bulletin.object", "in", withCode);
  }
  return (await rows.execute()).map(({ data, ...row }) => ({ ...named(row), bulletin: bulletinIn(data) }));
}

async function tables(db: Db, { place, period }: Pick<BulletinFilter, "place" | "period">) {
  let rows = heardTables(db);
  // A table is of a country, and a place covers its parts only.
  if (place !== undefined) rows = rows.where("statistics.country", "=", isCountry(place) ? place : "");
  if (period !== undefined) rows = rows.where("statistics.period", "=", period);
  return (await rows.execute()).map(({ data, ...row }): StatTableLine => ({ ...named(row), table: tableIn(data) }));
}

interface Row {
  readonly object: ObjectId;
  readonly author: ActorId;
  readonly published: number;
  readonly name: string | null;
  readonly centre: string | null;
}

/** Of an author who is not known yet, its address stands for its name; ours is called as in its first language. */
const named = ({ object, author, published, name, centre }: Row) => ({
  object,
  by: author,
  published,
  name: centre === null ? (name ?? author) : firstText(centreIn(centre).name),
});

const centreIn = (data: string): Pick<Centre, "name"> => JSON.parse(data);
const bulletinIn = (data: string): Bulletin => JSON.parse(data);
const tableIn = (data: string): StatTable => JSON.parse(data);

/** Newest first, and of one day in the order of their random ids. Of senders who are listened to. */
const heardBulletins = (db: Db) =>
  db
    .selectFrom("bulletin")
    .innerJoin("object", "object.id", "bulletin.object")
    .leftJoin("arrival", "arrival.object", "bulletin.object")
    .leftJoin("remote_actor", "remote_actor.id", "bulletin.author")
    .leftJoin("centre", "centre.id", "bulletin.author")
    .where((row) => row.or([row("bulletin.ours", "=", 1), row("arrival.shown", "=", 1)]))
    .orderBy("bulletin.published", "desc")
    .orderBy("bulletin.object")
    .select(["bulletin.object", "bulletin.author", "bulletin.published", "bulletin.data"])
    .select(["remote_actor.name", "centre.data as centre"]);

const heardTables = (db: Db) =>
  db
    .selectFrom("statistics")
    .innerJoin("object", "object.id", "statistics.object")
    .leftJoin("arrival", "arrival.object", "statistics.object")
    .leftJoin("remote_actor", "remote_actor.id", "statistics.author")
    .leftJoin("centre", "centre.id", "statistics.author")
    .where((row) => row.or([row("statistics.ours", "=", 1), row("arrival.shown", "=", 1)]))
    .orderBy("statistics.published", "desc")
    .orderBy("statistics.object")
    .select(["statistics.object", "statistics.author", "statistics.published", "statistics.data"])
    .select(["remote_actor.name", "centre.data as centre"]);

async function getPublic(db: Db, object: ObjectId): Promise<ReadRelease | undefined> {
  const bulletin = await db
    .selectFrom("bulletin")
    .innerJoin("object", "object.id", "bulletin.object")
    .where("bulletin.object", "=", object)
    .where("bulletin.ours", "=", 1)
    .where("object.reach", "=", "public")
    .select(["bulletin.author", "bulletin.published", "bulletin.data"])
    .executeTakeFirst();
  if (bulletin !== undefined) {
    const { author: by, published, data } = bulletin;
    return { object, by, published, release: { type: "bulletin", bulletin: bulletinIn(data) } };
  }
  const table = await db
    .selectFrom("statistics")
    .innerJoin("object", "object.id", "statistics.object")
    .where("statistics.object", "=", object)
    .where("statistics.ours", "=", 1)
    .where("object.reach", "=", "public")
    .select(["statistics.author", "statistics.published", "statistics.data"])
    .executeTakeFirst();
  if (table === undefined) return undefined;
  const { author: by, published, data } = table;
  const id = object.slice(object.lastIndexOf("/") + 1);
  return { object, by, published, release: { type: "statistics", id, table: tableIn(data) } };
}

async function told(
  db: Db,
  object: ObjectId,
): Promise<readonly { readonly inbox: string; readonly delivered: boolean }[]> {
  const rows = await db
    .selectFrom("activity")
    .innerJoin("delivery", "delivery.activity", "activity.sequence")
    .innerJoin("remote_inbox", "remote_inbox.id", "delivery.inbox")
    .where("activity.object", "=", object)
    .where("activity.type", "=", "Create")
    .orderBy("remote_inbox.url")
    .select(["remote_inbox.url", "delivery.state"])
    .execute();
  return rows.map(({ url, state }) => ({ inbox: url, delivered: state === "done" }));
}
