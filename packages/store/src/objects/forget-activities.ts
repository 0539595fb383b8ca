import type { ActivityId, ObjectId } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { WAITING } from "../delivery/delivery-tables.ts";

/** These say that something is gone, and nothing of what it was. */
export const TELL_OF_THE_END = ["Delete", "Undo"];

/** Activities embed what they tell of. When that is deleted, no outbox shows them and their documents are forgotten. */
export async function unlistActivities(db: Db, object: ObjectId): Promise<void> {
  await db
    .updateTable("activity")
    .set({ listed: 0 })
    .where("object", "=", object)
    .where("type", "not in", TELL_OF_THE_END)
    .execute();
  await forgettable(db).where("object", "=", object).execute();
}

/** The same, where the object stays and says something else from now on, which `but` tells. What is under way is sent from memory. */
export async function forgetWhatTold(db: Db, object: ObjectId, but: ActivityId): Promise<void> {
  await db
    .updateTable("activity")
    .set({ listed: 0, document: "" })
    .where("object", "=", object)
    .where("id", "!=", but)
    .where("type", "not in", TELL_OF_THE_END)
    .execute();
}

/** Those that were still to be delivered when their object was deleted. */
export async function forgetActivities(db: Db): Promise<void> {
  await forgettable(db).execute();
}

/** As long as a delivery waits, its document is needed. */
const forgettable = (db: Db) =>
  db
    .updateTable("activity")
    .set({ document: "" })
    .where("listed", "=", 0)
    .where("document", "!=", "")
    .where("type", "not in", TELL_OF_THE_END)
    .where((activity) =>
      activity.and([
        activity.exists(
          activity.selectFrom("tombstone").select("tombstone.id").whereRef("tombstone.id", "=", "activity.object"),
        ),
        activity.not(
          activity.exists(
            activity
              .selectFrom("delivery")
              .select("delivery.id")
              .whereRef("delivery.activity", "=", "activity.sequence")
              .where("delivery.state", "=", WAITING),
          ),
        ),
      ]),
    );
