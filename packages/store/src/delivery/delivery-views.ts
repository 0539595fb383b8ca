import {
  OPENS_AT,
  type DeliveryError,
  type DeliveryLine,
  type DeliveryState,
  type DeliveryViews,
  type Timestamp,
} from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { breakerFrom, openHosts } from "./breaker-rows.ts";
import { WAITING } from "./delivery-tables.ts";

export const deliveryViews = (db: Db): DeliveryViews => ({
  counts: () => counts(db),
  oldestWaiting: () => oldestWaiting(db),
  lines: (state, limit) => lines(db, state, limit),
  silentHosts: () => silentHosts(db),
});

async function counts(db: Db): Promise<Readonly<Record<DeliveryState, number>>> {
  const rows = await db
    .selectFrom("delivery")
    .select((row) => ["state", row.fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  const all = { waiting: 0, done: 0, failed: 0, gone: 0 };
  for (const { state, count } of rows) all[state] = count;
  return all;
}

/** Numbers are given in order of time, so the first that waits is the oldest. */
async function oldestWaiting(db: Db): Promise<Timestamp | undefined> {
  const row = await db
    .selectFrom("delivery")
    .innerJoin("remote_host", "remote_host.host", "delivery.host")
    .where("delivery.state", "=", WAITING)
    .where("remote_host.failures", "<", OPENS_AT)
    .where("remote_host.level", "!=", "refuse")
    .orderBy("delivery.id")
    .limit(1)
    .select("delivery.created")
    .executeTakeFirst();
  return row?.created;
}

/** The latest first. */
async function lines(db: Db, state: DeliveryState | undefined, limit: number): Promise<readonly DeliveryLine[]> {
  const rows = await db
    .selectFrom("delivery")
    .innerJoin("activity", "activity.sequence", "delivery.activity")
    .innerJoin("remote_inbox", "remote_inbox.id", "delivery.inbox")
    .$if(state !== undefined, (query) => query.where("delivery.state", "=", state ?? "waiting"))
    .orderBy("delivery.id", "desc")
    .limit(limit)
    .select(["delivery.id", "delivery.host", "delivery.state", "delivery.attempts", "delivery.due"])
    .select(["delivery.last_error", "remote_inbox.url as inbox", "activity.id as activity", "activity.type"])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    activity: row.activity,
    activityType: row.type,
    inbox: row.inbox,
    host: row.host,
    state: row.state,
    attempts: row.attempts,
    ...(row.state === "waiting" ? { nextAt: row.due } : {}),
    ...(row.last_error === null ? {} : { lastError: errorFrom(row.last_error) }),
  }));
}

const errorFrom = (json: string): DeliveryError => JSON.parse(json);

const silentHosts = async (db: Db): ReturnType<DeliveryViews["silentHosts"]> => {
  const rows = await openHosts(db)
    .orderBy("since")
    .select((row) => [
      "host",
      "failures",
      "since",
      "open_until",
      row
        .selectFrom("delivery")
        .whereRef("delivery.host", "=", "remote_host.host")
        .where("delivery.state", "=", WAITING)
        .select((delivery) => delivery.fn.countAll<number>().as("count"))
        .as("waiting"),
      row
        .selectFrom("delivery")
        .whereRef("delivery.host", "=", "remote_host.host")
        // Only what is first of its object and inbox was tried.
        .where("delivery.head", "=", row.lit(1))
        .where("delivery.last_error", "is not", null)
        .orderBy("delivery.due", "desc")
        .limit(1)
        .select("delivery.last_error")
        .as("last_error"),
    ])
    .execute();
  return rows.map((row) => ({
    host: row.host,
    breaker: breakerFrom(row),
    waiting: row.waiting ?? 0,
    ...(row.last_error === null ? {} : { lastError: errorFrom(row.last_error) }),
  }));
};
