import type { DeliveryOutcome, Host, ObjectId, Timestamp } from "@commonhall/domain";
import { type ExpressionBuilder, sql } from "kysely";
import { padded } from "../database/padded.ts";
import type { Schema } from "../database/schema.ts";
import type { Db } from "../database/session.ts";
import { TELL_OF_THE_END } from "../objects/forget-activities.ts";
import { type DeliveryTable, WAITING } from "./delivery-tables.ts";
import { refreshDue } from "./host-due.ts";

export const WITHDRAWN = JSON.stringify({ type: "withdrawn" });
const LEASED = sql.lit<DeliveryTable["leased"]>(1);
const FAILED = sql.lit<DeliveryTable["state"]>("failed");

/**
 * What is deleted must not go out any more, however long it has waited for an ally who was away. What is leased may be
 * on its way: it is not tried again, and what became of it is still written down when it is known.
 */
export async function withdrawDeliveries(db: Db, activities: ReturnType<typeof about>): Promise<void> {
  const withdrawn = await db
    .updateTable("delivery")
    .set({ state: "failed", head: 0, last_error: WITHDRAWN })
    .where("activity", "in", activities)
    .where("state", "=", WAITING)
    .returning("host")
    .execute();
  await refreshDue(db, [...new Set(withdrawn.map(({ host }) => host))]);
}

/** The numbers of all activities about an object. */
export const about = (db: Db, object: ObjectId) =>
  db.selectFrom("activity").select("sequence").where("object", "=", object);

/** The same without those that tell of an end, which still has to be heard by those who may not read it any more. */
export const tellingOf = (db: Db, object: ObjectId) => about(db, object).where("type", "not in", TELL_OF_THE_END);

/** When a Delete may follow what was leased when it was withdrawn: after that lease, or as soon as it is settled. */
export const afterWhatIsUnderWay = (
  row: ExpressionBuilder<Schema & { to: Schema["remote_inbox"] }, "to">,
  activities: ReturnType<typeof about>,
  at: Timestamp,
) =>
  row.fn<number>("max", [
    row.val(at),
    row.fn.coalesce(
      row
        .selectFrom("delivery as leased")
        .where("leased.activity", "in", activities)
        .whereRef("leased.inbox", "=", "to.id")
        .where("leased.state", "=", FAILED)
        .where("leased.leased", "=", LEASED)
        .select((leased) => leased.fn.max("leased.due").as("due")),
      row.val(at),
    ),
  ]);

/** Of these, those that were withdrawn while they were leased: the Delete behind them may go. Answers its hosts. */
export async function letDeletesThrough(
  db: Db,
  now: Timestamp,
  outcomes: readonly DeliveryOutcome[],
): Promise<readonly Host[]> {
  const underWay = await db
    .updateTable("delivery")
    .set({ leased: 0 })
    .where("id", "in", padded(outcomes.map(({ id }) => id)))
    .where("state", "=", FAILED)
    .where("leased", "=", LEASED)
    .returning(["id", "subject", "inbox", "host"])
    .execute();
  const arrived = new Set(outcomes.flatMap(({ type, id }) => (type === "done" ? [id] : [])));
  for (const { id, subject, inbox, host } of underWay) {
    if (arrived.has(id)) {
      await db.updateTable("delivery").set({ state: "done", last_error: null }).where("id", "=", id).execute();
    }
    await db
      .updateTable("delivery")
      .set({ due: now })
      .where("host", "=", host)
      .where("inbox", "=", inbox)
      .where("subject", "=", subject)
      .where("state", "=", WAITING)
      .where("leased", "=", 0)
      .where("attempts", "=", 0)
      .execute();
  }
  return underWay.map(({ host }) => host);
}
