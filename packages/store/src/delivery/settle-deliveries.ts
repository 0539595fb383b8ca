import {
  type Breaker,
  type DeliveryOutcome,
  type Host,
  isOpen,
  OPENS_AT,
  type SettledHost,
  type Timestamp,
  unreachable,
} from "@commonhall/domain";
import { sql } from "kysely";
import type { Db } from "../database/session.ts";
import { WAITING } from "./delivery-tables.ts";
import { refreshDue } from "./host-due.ts";
import { markInboxGone } from "./remote-inbox-commits.ts";

export async function settleDeliveries(
  db: Db,
  now: Timestamp,
  outcomes: readonly DeliveryOutcome[],
  hosts: readonly SettledHost[],
): Promise<void> {
  const touched = new Set<Host>();
  for (const outcome of outcomes) {
    const settled = await writeOutcome(db, now, outcome);
    if (settled === undefined) continue;
    touched.add(settled.host);
    if (settled.state === "waiting") continue;
    await letNextOneThrough(db, settled);
    if (settled.state === "gone") await markInboxGone(db, settled.inbox, now);
  }
  for (const { host, breaker } of hosts) {
    touched.add(host);
    await writeBreaker(db, now, host, breaker);
  }
  await refreshDue(db, [...touched]);
}

/** Undefined where it has been settled before: a worker may come back with it after its lease ran out. */
const writeOutcome = (db: Db, now: Timestamp, outcome: DeliveryOutcome) =>
  db
    .updateTable("delivery")
    .set({ leased: 0, ...changesBy(outcome, now) })
    .where("id", "=", outcome.id)
    .where("state", "=", "waiting")
    .returning(["state", "host", "inbox", "subject"])
    .executeTakeFirst();

const ONE_MORE = { attempts: sql<number>`attempts + 1` };

function changesBy(outcome: DeliveryOutcome, now: Timestamp) {
  switch (outcome.type) {
    case "done":
      return { ...ONE_MORE, state: "done" as const, head: 0 as const, last_error: null };
    case "retry":
      return { ...ONE_MORE, due: outcome.at, last_error: JSON.stringify(outcome.error) };
    case "held":
      return { due: now };
    case "failed":
    case "gone":
      return { ...ONE_MORE, state: outcome.type, head: 0 as const, last_error: JSON.stringify(outcome.error) };
    default:
      return unreachable(outcome);
  }
}

/** The next one about the same subject for the same inbox, if any waits. */
async function letNextOneThrough(db: Db, settled: { host: Host; inbox: number; subject: number }): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ head: 1 })
    .where("id", "=", (query) =>
      query
        .selectFrom("delivery")
        .where("host", "=", settled.host)
        .where("inbox", "=", settled.inbox)
        .where("subject", "=", settled.subject)
        .where("state", "=", WAITING)
        .orderBy("id")
        .limit(1)
        .select("id"),
    )
    .execute();
}

async function writeBreaker(db: Db, now: Timestamp, host: Host, breaker: Breaker): Promise<void> {
  const before = await db.selectFrom("remote_host").select("failures").where("host", "=", host).executeTakeFirst();
  await db
    .updateTable("remote_host")
    .set({ failures: breaker.failures, since: breaker.since ?? null, open_until: breaker.openUntil ?? null })
    .where("host", "=", host)
    .execute();
  const closes = before !== undefined && before.failures >= OPENS_AT && !isOpen(breaker);
  if (closes) await makeDueNow(db, now, host);
}

/** Those behind them have never been tried, so that nothing makes them wait but the ones in front. */
async function makeDueNow(db: Db, now: Timestamp, host: Host): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ due: now })
    .where("host", "=", host)
    .where("head", "=", sql.lit(1))
    .where("leased", "=", 0)
    .where("due", ">", now)
    .execute();
}
