import { type Breaker, type DeliveryQueue, type Host, OPENS_AT, type Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { leaseDeliveries } from "./lease-deliveries.ts";
import type { RemoteHostTable } from "./delivery-tables.ts";
import { settleDeliveries } from "./settle-deliveries.ts";

export const deliveryQueue = (session: Session): DeliveryQueue => ({
  // Looking first costs no write: a deliverer that wakes for nothing must not cause the change that wakes it again.
  lease: async (now, options) =>
    (await isSomethingDue(session.read, now))
      ? session.write((db) => leaseDeliveries(db, now, options), "deliveries")
      : [],
  settle: (now, outcomes, hosts) => session.write((db) => settleDeliveries(db, now, outcomes, hosts), "deliveries"),
  breakers: () => breakers(session.read),
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

async function breakers(db: Db): Promise<ReadonlyMap<Host, Breaker>> {
  const rows = await db.selectFrom("remote_host").selectAll().where("since", "is not", null).execute();
  return new Map(rows.map((row) => [row.host, breakerFrom(row)]));
}

export const breakerFrom = (row: Pick<RemoteHostTable, "failures" | "since" | "open_until">): Breaker => ({
  failures: row.failures,
  ...(row.since === null ? {} : { since: row.since }),
  ...(row.open_until === null ? {} : { openUntil: row.open_until }),
});

/** Hosts whose breaker is open, as `isOpen` says of a breaker. */
export const openHosts = (db: Db) =>
  db.selectFrom("remote_host").where("since", "is not", null).where("failures", ">=", OPENS_AT);
