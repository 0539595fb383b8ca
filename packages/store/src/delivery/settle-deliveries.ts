import { isDeepStrictEqual } from "node:util";
import {
  type Breaker,
  CLOSED,
  type DeliveryOutcome,
  type Host,
  isOpen,
  type SettledHost,
  type Timestamp,
  unreachable,
} from "@commonhall/domain";
import { sql } from "kysely";
import type { Db } from "../database/session.ts";
import { padded } from "../database/padded.ts";
import { breakerFrom } from "./breaker-rows.ts";
import { WAITING, type DeliveryTable } from "./delivery-tables.ts";
import { refreshDue } from "./host-due.ts";
import { letDeletesThrough } from "./withdraw-deliveries.ts";
import { markInboxGone } from "./remote-inbox-commits.ts";

export async function settleDeliveries(
  db: Db,
  now: Timestamp,
  outcomes: readonly DeliveryOutcome[],
  hosts: readonly SettledHost[],
): Promise<void> {
  const touched = new Set<Host>(await letDeletesThrough(db, now, outcomes));
  const settled = await writeDone(db, outcomes);
  for (const outcome of outcomes) {
    const one = outcome.type === "done" ? undefined : await writeOutcome(db, now, outcome);
    if (one !== undefined) settled.push(one);
  }
  for (const { host } of settled) touched.add(host);
  await letNextOnesThrough(
    db,
    settled.filter(({ state }) => state !== "waiting").map(({ id }) => id),
  );
  for (const { state, inbox } of settled) if (state === "gone") await markInboxGone(db, inbox, now);
  for (const host of await writeBreakers(db, now, hosts)) touched.add(host);
  await refreshDue(db, [...touched]);
}

/** Nearly all that is settled is done, so those are written together: one by one they would cost as much as the sending. */
async function writeDone(db: Db, outcomes: readonly DeliveryOutcome[]): Promise<Settled[]> {
  const ids = outcomes.flatMap(({ type, id }) => (type === "done" ? [id] : []));
  if (ids.length === 0) return [];
  return db
    .updateTable("delivery")
    .set({ leased: 0, ...DONE })
    .where("id", "in", padded(ids))
    .where("state", "=", "waiting")
    .returning(SETTLED)
    .execute();
}

/** Undefined where it has been settled before: a worker may come back with it after its lease ran out. */
const writeOutcome = (db: Db, now: Timestamp, outcome: NotDone): Promise<Settled | undefined> =>
  db
    .updateTable("delivery")
    .set({ leased: 0, ...changesBy(outcome, now) })
    .where("id", "=", outcome.id)
    .where("state", "=", "waiting")
    .returning(SETTLED)
    .executeTakeFirst();

type NotDone = Exclude<DeliveryOutcome, { type: "done" }>;
type Settled = Pick<DeliveryTable, "state" | "host" | "inbox"> & { readonly id: number };

const SETTLED = ["id", "state", "host", "inbox"] as const;
const ONE_MORE = { attempts: sql<number>`attempts + 1` };
const DONE = { ...ONE_MORE, state: "done" as const, head: 0 as const, last_error: null };

function changesBy(outcome: NotDone, now: Timestamp) {
  switch (outcome.type) {
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

/** Of each of these, the next one about the same subject for the same inbox, if any waits. */
export async function letNextOnesThrough(db: Db, settled: readonly number[]): Promise<void> {
  if (settled.length === 0) return;
  await db
    .updateTable("delivery")
    .set({ head: 1 })
    .where("id", "in", (query) =>
      query
        .selectFrom("delivery as settled")
        .innerJoin("delivery as next", (join) =>
          join
            .onRef("next.host", "=", "settled.host")
            .onRef("next.inbox", "=", "settled.inbox")
            .onRef("next.subject", "=", "settled.subject")
            .on("next.state", "=", WAITING),
        )
        .where("settled.id", "in", padded(settled))
        .groupBy("settled.id")
        .select((row) => row.fn.min("next.id").as("id")),
    )
    .execute();
}

/** Answers the hosts whose breaker has changed; most are closed and stay so. */
async function writeBreakers(db: Db, now: Timestamp, hosts: readonly SettledHost[]): Promise<readonly Host[]> {
  if (hosts.length === 0) return [];
  const rows = await db
    .selectFrom("remote_host")
    .select(["host", "failures", "since", "open_until"])
    .where("host", "in", padded(hosts.map(({ host }) => host)))
    .execute();
  const before = new Map(rows.map((row) => [row.host, breakerFrom(row)]));
  const changed = hosts.filter(
    ({ host, breaker }) => before.has(host) && !isDeepStrictEqual(before.get(host), breaker),
  );
  for (const { host, breaker } of changed) {
    await writeBreaker(db, host, breaker);
    if (isOpen(before.get(host) ?? CLOSED) && !isOpen(breaker)) await makeDueNow(db, now, host);
  }
  return changed.map(({ host }) => host);
}

async function writeBreaker(db: Db, host: Host, { failures, since, openUntil }: Breaker): Promise<void> {
  await db
    .updateTable("remote_host")
    .set({ failures, since: since ?? null, open_until: openUntil ?? null })
    .where("host", "=", host)
    .execute();
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
