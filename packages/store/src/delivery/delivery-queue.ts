import type { DeliveryQueue, Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { readBreakers } from "./breaker-rows.ts";
import { leaseDeliveries } from "./lease-deliveries.ts";
import { settleDeliveries } from "./settle-deliveries.ts";

export const deliveryQueue = (session: Session): DeliveryQueue => ({
  // Looking first costs no write: a deliverer that wakes for nothing must not cause the change that wakes it again.
  lease: async (now, options) =>
    (await isSomethingDue(session.read, now))
      ? session.beside((db) => leaseDeliveries(db, now, options), "deliveries")
      : [],
  settle: (now, outcomes, hosts) => session.write((db) => settleDeliveries(db, now, outcomes, hosts), "deliveries"),
  breakers: () => readBreakers(session.read),
  nextDue: () => nextDue(session.read),
});

async function isSomethingDue(db: Db, now: Timestamp): Promise<boolean> {
  const due = await nextDue(db);
  return due !== undefined && due <= now;
}

async function nextDue(db: Db): Promise<Timestamp | undefined> {
  const first = await db
    .selectFrom("remote_host")
    .select("due")
    .where("due", "is not", null)
    .orderBy("due")
    .limit(1)
    .executeTakeFirst();
  return first?.due ?? undefined;
}
