import type { ActorId, ObjectId } from "@commonhall/domain";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../database/session.ts";

/**
 * Keeps an object of somebody else under another id. Its row is written anew before the former one goes, because what
 * hangs on it goes with that.
 */
export async function renameObject(db: Db, before: ObjectId, after: ObjectId, author: ActorId): Promise<void> {
  const object = await db.selectFrom("object").selectAll().where("id", "=", before).executeTakeFirst();
  const taken = await db.selectFrom("object").select("id").where("id", "=", after).executeTakeFirst();
  const gone = await db.selectFrom("tombstone").select("id").where("id", "=", after).executeTakeFirst();
  if (object === undefined || object.local === 1 || taken !== undefined || gone !== undefined) return;
  await db
    .insertInto("object")
    .values({ ...object, id: after, attributed_to: author })
    .execute();
  await db
    .updateTable("arrival")
    .set({ object: after, sender: author, sender_host: new URL(author).host })
    .where("object", "=", before)
    .execute();
  await db.updateTable("object").set({ in_reply_to: after }).where("in_reply_to", "=", before).execute();
  for (const table of ["notice", "feed_entry"] as const)
    await db.updateTable(table).set({ object: after }).where("object", "=", before).execute();
  await renameCall(db, before, after, { from: object.attributed_to, to: author });
  await db.deleteFrom("object").where("id", "=", before).execute();
}

/** What was pledged for a call, and who has seen it, stays with the call. */
async function renameCall(
  db: Db,
  before: ObjectId,
  after: ObjectId,
  caller: { readonly from: ActorId; readonly to: ActorId },
): Promise<void> {
  const call = await db.selectFrom("received_call").selectAll().where("id", "=", before).executeTakeFirst();
  if (call === undefined) return;
  const renamed = (column: string): RawBuilder<ObjectId> =>
    sql<ObjectId>`${after} || substr(${sql.ref(column)}, ${before.length + 1})`;
  await db
    .insertInto("received_call")
    .values({ ...call, id: after, data: call.data.replaceAll(`"${before}`, `"${after}`) })
    .execute();
  await db
    .updateTable("received_need")
    .set({ call: after, id: renamed("id") })
    .where("call", "=", before)
    .execute();
  await db.updateTable("acknowledgement").set({ call: after }).where("call", "=", before).execute();
  const saidOf = (data: string): string =>
    data.replaceAll(`"${before}`, `"${after}`).replaceAll(`"${caller.from}"`, `"${caller.to}"`);
  const pledges = await db.selectFrom("pledge").select(["id", "data"]).where("call", "=", before).execute();
  for (const { id, data } of pledges) {
    await db
      .updateTable("pledge")
      .set({ call: after, need: renamed("need"), caller: caller.to, data: saidOf(data) })
      .where("id", "=", id)
      .execute();
  }
  await db.deleteFrom("received_call").where("id", "=", before).execute();
}
