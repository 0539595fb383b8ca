import type { ActorId, ObjectId } from "@commonhall/domain";
import { padded } from "../database/padded.ts";
import type { Db } from "../database/session.ts";
import { TELL_OF_THE_END } from "../objects/forget-activities.ts";
import { WAITING } from "./delivery-tables.ts";
import { refreshDue } from "./host-due.ts";
import { ownInboxesOf } from "./plan-deliveries.ts";
import { letNextOnesThrough } from "./settle-deliveries.ts";
import { WITHDRAWN } from "./withdraw-deliveries.ts";

/**
 * Withdraws what waits about some objects for one actor's own inbox, what tells of their end aside. That goes as soon as
 * nothing before it can be on its way any more.
 */
export async function withdrawFor(db: Db, actor: ActorId, objects: readonly ObjectId[]): Promise<void> {
  if (objects.length === 0) return;
  const activities = db
    .selectFrom("activity")
    .select("sequence")
    .where("object", "in", padded(objects))
    .where("type", "not in", TELL_OF_THE_END);
  const withdrawn = await db
    .updateTable("delivery")
    .set({ state: "failed", head: 0, last_error: WITHDRAWN })
    .where("activity", "in", activities)
    .where("inbox", "in", ownInboxesOf(db, [actor]))
    .where("state", "=", WAITING)
    .returning(["id", "host", "inbox", "subject", "leased", "due"])
    .execute();
  await letNextOnesThrough(
    db,
    withdrawn.map(({ id }) => id),
  );
  for (const { host, inbox, subject, due } of withdrawn.filter(({ leased }) => leased === 1)) {
    await db
      .updateTable("delivery")
      .set({ due })
      .where("host", "=", host)
      .where("inbox", "=", inbox)
      .where("subject", "=", subject)
      .where("state", "=", WAITING)
      .where("due", "<", due)
      .execute();
  }
  await refreshDue(db, [...new Set(withdrawn.map(({ host }) => host))]);
}
