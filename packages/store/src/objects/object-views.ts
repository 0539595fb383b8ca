import {
  type ActorId,
  type Clock,
  type ObjectId,
  type ObjectViews,
  type OutboxItem,
  type Page,
  type StoredObject,
  type Timestamp,
  trusted,
} from "@commonhall/domain";
import { padded } from "../database/padded.ts";
import type { Db } from "../database/session.ts";
import { getActivity } from "../delivery/outbox-commits.ts";
import { cursorText, textCursor } from "./cursor.ts";
import { getObject, getTombstone } from "./object-commits.ts";
import { activityFrom, objectFrom } from "./object-rows.ts";
import { readOccasions } from "./occasions.ts";
import { readPublications, readWithdrawn, readWithdrawnBy } from "./publications.ts";
import { readTimeline } from "./timeline.ts";

export const objectViews = (db: Db, clock: Clock): ObjectViews => ({
  get: (id) => getObject(db, id),
  tombstone: (id) => getTombstone(db, id),
  activity: (id) => getActivity(db, id),
  timeline: (filter) => readTimeline(db, filter),
  occasions: (filter) => readOccasions(db, filter),
  outbox: (actor, limit, after) => readOutbox(db, actor, limit, after),
  outboxSize: (actor) => outboxSize(db, actor),
  publications: (of) => readPublications(db, of),
  withdrawn: (of) => readWithdrawn(db, clock, of),
  withdrawnBy: (authors, limit) => readWithdrawnBy(db, clock, authors, limit),
});

async function readOutbox(db: Db, actor: ActorId, limit: number, after?: string): Promise<Page<OutboxItem>> {
  const rows = await outboxQuery(db, actor, limit, await placeOf(db, actor, after)).execute();
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const byId = await objectsOf(db, shown);
  return {
    items: shown.map((row) => {
      const object = byId.get(row.object);
      return { activity: activityFrom(row), ...(object === undefined ? {} : { object }) };
    }),
    ...(last === undefined ? {} : { next: cursorText({ at: last.published, key: last.id }) }),
  };
}

async function objectsOf(db: Db, rows: readonly { object: ObjectId }[]): Promise<ReadonlyMap<ObjectId, StoredObject>> {
  if (rows.length === 0) return new Map();
  const ids = padded(rows.map((row) => row.object));
  const objects = await db.selectFrom("object").selectAll().where("id", "in", ids).execute();
  return new Map(objects.map((row) => [row.id, objectFrom(row)]));
}

const listedBy = (db: Db, actor: ActorId) =>
  db
    .selectFrom("activity")
    .where("actor", "=", actor)
    .where("listed", "=", (row) => row.lit(1 as const));

interface Place {
  readonly published: Timestamp;
  readonly sequence: number;
}

/** Outsiders see the cursor, so it names an activity that they know: a number would tell how many they do not know. */
async function placeOf(db: Db, actor: ActorId, after: string | undefined): Promise<Place | undefined> {
  const cursor = textCursor(after);
  if (cursor === undefined) return undefined;
  return listedBy(db, actor)
    .where("id", "=", trusted.activity(cursor.key))
    .select(["published", "sequence"])
    .executeTakeFirst();
}

export function outboxQuery(db: Db, actor: ActorId, limit: number, after?: Place) {
  const listed = listedBy(db, actor);
  const rest =
    after === undefined
      ? listed
      : listed.where((row) =>
          row(row.refTuple("published", "sequence"), "<", row.tuple(after.published, after.sequence)),
        );
  return rest
    .orderBy("published", "desc")
    .orderBy("sequence", "desc")
    .limit(limit + 1)
    .selectAll();
}

async function outboxSize(db: Db, actor: ActorId): Promise<number> {
  const { size } = await listedBy(db, actor)
    .select((row) => row.fn.countAll<number>().as("size"))
    .executeTakeFirstOrThrow();
  return size;
}
