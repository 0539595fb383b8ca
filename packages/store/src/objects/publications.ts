import {
  DAY,
  type ActorId,
  type Clock,
  type Page,
  type PublicationsFilter,
  type StoredObject,
  type Timestamp,
  type Tombstone,
  trusted,
} from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { cursorText, textCursor } from "./cursor.ts";
import { objectFrom } from "./object-rows.ts";

/** Our own public objects, newest first, and when any of all that the filter names last changed. */
export async function readPublications(
  db: Db,
  filter: PublicationsFilter,
): Promise<Page<StoredObject> & { readonly updated?: Timestamp }> {
  const rows = await publicationsQuery(db, filter).execute();
  const shown = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? shown.at(-1) : undefined;
  const updated = (await lastChangeQuery(db, filter).executeTakeFirst())?.changed;
  return {
    items: shown.map(objectFrom),
    ...(last === undefined ? {} : { next: cursorText({ at: last.order_time, key: last.id }) }),
    ...(updated === undefined ? {} : { updated }),
  };
}

function chosen(db: Db, { centre, campaign, kind }: PublicationsFilter) {
  let query = db.selectFrom("publication");
  if (centre !== undefined) query = query.where("publication.centre", "=", centre);
  if (campaign !== undefined) query = query.where("publication.campaign", "=", campaign);
  if (kind !== undefined) query = query.where("publication.kind", "=", kind);
  return query;
}

export function publicationsQuery(db: Db, filter: PublicationsFilter) {
  const cursor = textCursor(filter.after);
  let query = chosen(db, filter);
  if (cursor !== undefined) {
    query = query.where((row) =>
      row(
        row.refTuple("publication.published", "publication.object"),
        "<",
        row.tuple(cursor.at, trusted.object(cursor.key)),
      ),
    );
  }
  return query
    .innerJoin("object", "object.id", "publication.object")
    .orderBy("publication.published", "desc")
    .orderBy("publication.object", "desc")
    .limit(filter.limit + 1)
    .selectAll("object")
    .select("publication.published as order_time");
}

export const lastChangeQuery = (db: Db, filter: PublicationsFilter) =>
  chosen(db, filter).orderBy("publication.changed", "desc").limit(1).select("publication.changed");

const WITHDRAWALS_ARE_TOLD_FOR = 90 * DAY;

/** The latest first. */
export async function readWithdrawn(
  db: Db,
  clock: Clock,
  { centre, campaign, kind, limit }: PublicationsFilter,
): Promise<readonly Tombstone[]> {
  let query = db
    .selectFrom("tombstone")
    .where("local", "=", (row) => row.lit(1))
    .where("reach", "=", "public")
    .where("deleted", ">=", clock() - WITHDRAWALS_ARE_TOLD_FOR);
  if (centre !== undefined) query = query.where("attributed_to", "=", centre);
  if (campaign !== undefined) query = query.where("campaign", "=", campaign);
  if (kind !== undefined) query = query.where("kind", "=", kind);
  return query.orderBy("deleted", "desc").limit(limit).select(["id", "deleted", "reach"]).execute();
}

/** The latest first. */
export async function readWithdrawnBy(
  db: Db,
  clock: Clock,
  authors: readonly ActorId[],
  limit: number,
): Promise<readonly Tombstone[]> {
  const since = clock() - WITHDRAWALS_ARE_TOLD_FOR;
  const found = await Promise.all(authors.map((author) => withdrawnByQuery(db, author, since, limit).execute()));
  return found
    .flat()
    .toSorted((a, b) => b.deleted - a.deleted)
    .slice(0, limit);
}

const withdrawnByQuery = (db: Db, author: ActorId, since: Timestamp, limit: number) =>
  db
    .selectFrom("tombstone")
    .where("attributed_to", "=", author)
    .where("reach", "=", "public")
    .where("deleted", ">=", since)
    .orderBy("deleted", "desc")
    .limit(limit)
    .select(["id", "deleted", "reach"]);
