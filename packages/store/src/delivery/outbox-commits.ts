import type { ActivityId, Clock, OutgoingActivity, Outbox, Recipients } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { ACTIVITY_COLUMNS, activityFrom } from "../objects/object-rows.ts";
import { forgetWhatTold } from "../objects/forget-activities.ts";
import { about, tellingOf, withdrawDeliveries } from "./withdraw-deliveries.ts";
import { withdrawFor } from "./withdraw-for-actor.ts";
import { planDeliveries, repeatDeliveries } from "./plan-deliveries.ts";

export const outbox = (session: Session, clock: Clock): Outbox => ({
  get: (id) => getActivity(session.read, id),
  append: (activity, recipients) => session.write((db) => appendActivity(db, clock, activity, recipients)),
  withdrawFor: (actor, objects) => session.write((db) => withdrawFor(db, actor, objects)),
  repeat: (id) => session.write((db) => repeatDeliveries(db, id, clock())),
});

export async function getActivity(db: Db, id: ActivityId): Promise<OutgoingActivity | undefined> {
  const row = await db.selectFrom("activity").select(ACTIVITY_COLUMNS).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : activityFrom(row);
}

async function appendActivity(
  db: Db,
  clock: Clock,
  activity: OutgoingActivity,
  recipients: readonly Recipients[],
): Promise<void> {
  const { id, type, actor, object, document, published } = activity;
  const { sequence, subject } = await db
    .insertInto("activity")
    .values((row) => ({
      id,
      type,
      actor,
      object,
      document,
      published,
      listed: activity.listed ? 1 : 0,
      subject: row.fn.coalesce(
        row.selectFrom("activity").select("subject").where("object", "=", object).orderBy("sequence").limit(1),
        row.lit(0),
      ),
    }))
    .returning(["sequence", "subject"])
    .executeTakeFirstOrThrow();
  if (subject === 0) {
    await db.updateTable("activity").set({ subject: sequence }).where("sequence", "=", sequence).execute();
  }
  const ends = type === "Delete" || activity.supersedes === true;
  if (type === "Delete") await withdrawDeliveries(db, about(db, object));
  if (activity.supersedes === true) {
    await withdrawDeliveries(db, tellingOf(db, object));
    await forgetWhatTold(db, object, id);
  }
  const planned = { activity: sequence, subject: subject === 0 ? sequence : subject, at: clock() };
  await planDeliveries(db, ends ? { ...planned, deletes: object } : planned, recipients);
}
