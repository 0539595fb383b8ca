import type { Alarm, Notices, ObjectId, Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";

export const notices = (session: Session): Notices => ({
  add: (notice) =>
    session.write(async (db) => {
      const added = await db
        .insertInto("notice")
        .values({ ...notice, seen: null, seen_by: null })
        .onConflict((conflict) => conflict.column("object").doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    }),
  see: (object, by, at) => session.write((db) => see(db, object, by, at)),
  drop: (object) =>
    session.write(async (db) => {
      await db.deleteFrom("notice").where("object", "=", object).execute();
    }),
  isWaiting: async (now) =>
    (await unseen(session.read).where("until", ">", now).select("object").limit(1).executeTakeFirst()) !== undefined,
  alarm: async () => session.read.selectFrom("alarm").select(["tellings", "due"]).limit(1).executeTakeFirst(),
  putAlarm: (alarm) => session.write((db) => putAlarm(db, alarm)),
});

export const unseen = (db: Db) => db.selectFrom("notice").where("seen", "is", null);

async function see(db: Db, object: ObjectId, by: string, at: Timestamp): Promise<boolean> {
  const seen = await db
    .updateTable("notice")
    .set({ seen: at, seen_by: by })
    .where("object", "=", object)
    .where("seen", "is", null)
    .executeTakeFirst();
  return seen.numUpdatedRows > 0n;
}

async function putAlarm(db: Db, alarm: Alarm | undefined): Promise<void> {
  if (alarm === undefined) {
    await db.deleteFrom("alarm").execute();
    return;
  }
  await db
    .insertInto("alarm")
    .values({ id: 1, ...alarm })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(alarm))
    .execute();
}

/** What nobody needs to look at any more. */
export async function forgetNotices(db: Db, now: Timestamp): Promise<void> {
  await db.deleteFrom("notice").where("until", "<", now).execute();
}
