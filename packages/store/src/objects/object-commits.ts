import type {
  ActorId,
  ByAuthor,
  ObjectId,
  Objects,
  Reach,
  StoredObject,
  Timestamp,
  Tombstone,
} from "@commonhall/domain";
import { type Insertable, sql } from "kysely";
import { padded } from "../database/padded.ts";
import { prepared, valuesOf } from "../database/prepared.ts";
import type { Db, Session } from "../database/session.ts";
import { unlistActivities } from "./forget-activities.ts";
import { objectFrom, rowFrom } from "./object-rows.ts";
import type { ObjectTable } from "./object-tables.ts";

export const objects = (session: Session): Objects => ({
  get: (id) => getObject(session.read, id),
  tombstone: (id) => getTombstone(session.read, id),
  put: (object) => session.write((db) => putObject(db, object)),
  delete: (id, at) => session.write((db) => deleteObject(db, id, at)),
  deleteAllBy: (actor, at) => session.write((db) => deleteAllBy(db, actor, at)),
  by: (author, of) => objectsBy(session.read, author, of),
  forget: (ids) => session.write((db) => forget(db, ids)),
});

interface ById {
  readonly id: ObjectId;
}

const objectById = prepared<ById>()((db, value) => db.selectFrom("object").selectAll().where("id", "=", value("id")));

export async function getObject(db: Db, id: ObjectId): Promise<StoredObject | undefined> {
  const [row] = await objectById(db, { id });
  return row === undefined ? undefined : objectFrom(row);
}

const tombstoneById = prepared<ById>()((db, value) =>
  db.selectFrom("tombstone").select(["id", "deleted", "reach"]).where("id", "=", value("id")),
);

export async function getTombstone(db: Db, id: ObjectId): Promise<Tombstone | undefined> {
  const [tombstone] = await tombstoneById(db, { id });
  return tombstone;
}

const COLUMNS = [
  "id",
  "kind",
  "type",
  "attributed_to",
  "campaign",
  "in_reply_to",
  "published",
  "updated",
  "starts",
  "language",
  "text",
  "document",
  "local",
  "reach",
] as const satisfies readonly (keyof ObjectTable)[];

const insertUnlessThere = prepared<Insertable<ObjectTable>>()((db, value) =>
  db
    .insertInto("object")
    .values(valuesOf(COLUMNS, value))
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id"),
);

async function putObject(db: Db, object: StoredObject): Promise<boolean> {
  if ((await getTombstone(db, object.id)) !== undefined) return false;
  const added = await insertUnlessThere(db, rowFrom(object));
  if (added.length === 0) await changeObject(db, object);
  if (object.local) await putPublication(db, object);
  return true;
}

/** What the list of arrivals repeats of an object stays true when the object changes. */
async function changeObject(db: Db, object: StoredObject): Promise<void> {
  const { id, kind, published, starts = null } = object;
  await db.updateTable("object").set(rowFrom(object)).where("id", "=", id).execute();
  await db
    .updateTable("arrival")
    .set((row) => ({
      kind,
      starts,
      published: row.case().when("received", "<", published).then(row.ref("received")).else(published).end(),
    }))
    .where("object", "=", id)
    .where((row) =>
      row.or([row("kind", "!=", kind), row("published", "!=", published), row("starts", "is distinct from", starts)]),
    )
    .execute();
}

/** Lists show a campaign as its Group, so the Note that opened it is no publication of its own. Nothing limited is one. */
async function putPublication(db: Db, object: StoredObject): Promise<void> {
  if (object.reach !== "public") return;
  if (object.kind === "campaign" && object.type !== "Group") return;
  const changes = {
    kind: object.kind,
    centre: object.attributedTo,
    campaign: object.campaign ?? null,
    published: object.published,
    changed: object.updated ?? object.published,
  };
  await db
    .insertInto("publication")
    .values({ object: object.id, ...changes })
    .onConflict((conflict) => conflict.column("object").doUpdateSet(changes))
    .execute();
}

/** The rows in `publication` and `arrival` go with the object's own. */
async function deleteObject(db: Db, id: ObjectId, at: Timestamp): Promise<boolean> {
  const gone = await db
    .deleteFrom("object")
    .where("id", "=", id)
    .returning(["local", "kind", "attributed_to", "campaign", "reach"])
    .executeTakeFirst();
  await db
    .insertInto("tombstone")
    .values({ id, deleted: at, ...(gone ?? UNKNOWN) })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  await unlistActivities(db, id);
  return gone !== undefined;
}

const UNKNOWN = { local: 0, kind: null, attributed_to: null, campaign: null, reach: "limited" } as const;

async function deleteAllBy(db: Db, actor: ActorId, at: Timestamp): Promise<number> {
  const theirs = await db.selectFrom("object").select("id").where("attributed_to", "=", actor).execute();
  for (const { id } of theirs) await deleteObject(db, id, at);
  return theirs.length;
}

async function objectsBy(db: Db, author: ActorId, { reach, after, limit }: ByAuthor): Promise<readonly StoredObject[]> {
  let query = db.selectFrom("object").selectAll().where("attributed_to", "=", author).where("local", "=", 0);
  if (reach === "limited") query = query.where("reach", "=", LIMITED);
  if (after !== undefined) query = query.where("id", ">", after);
  return (await query.orderBy("id").limit(limit).execute()).map(objectFrom);
}

/** Literally in the query's text, which is what a partial index asks for. */
const LIMITED = sql.lit<Reach>("limited");

/** The rows in `arrival` and of what was received go with the object's own. */
async function forget(db: Db, ids: readonly ObjectId[]): Promise<void> {
  await db.deleteFrom("object").where("id", "in", padded(ids)).where("local", "=", 0).execute();
  // What may come again enters the feeds anew.
  await db
    .deleteFrom("feed_entry")
    .where("object", "in", padded(ids))
    .where((row) => row.not(row.exists(row.selectFrom("object").select("id").whereRef("id", "=", "feed_entry.object"))))
    .execute();
}
