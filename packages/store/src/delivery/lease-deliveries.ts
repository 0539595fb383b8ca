import { type Host, type LeasedDelivery, type LeaseOptions, OPENS_AT, type Timestamp } from "@commonhall/domain";
import type { ExpressionBuilder } from "kysely";
import { padded } from "../database/padded.ts";
import { hasOneWriter } from "../database/row-locks.ts";
import type { Schema } from "../database/schema.ts";
import type { Db } from "../database/session.ts";
import { openHosts } from "./breaker-rows.ts";
import { refreshDue } from "./host-due.ts";

interface Candidate {
  readonly id: number;
  readonly host: Host;
}

/** At most this part of what is under way may be probes of hosts that do not answer: each of them can take until its time-out. */
const SHARE_OF_PROBES = 1 / 4;

export async function leaseDeliveries(
  db: Db,
  now: Timestamp,
  options: LeaseOptions,
): Promise<readonly LeasedDelivery[]> {
  const probes = await chooseProbes(db, now, options);
  const others = await chooseOthers(db, now, options, options.limit - probes.length);
  const chosen = [...probes, ...others];
  if (chosen.length === 0) return [];
  await markLeased(db, now + options.leaseFor, chosen);
  return leased(db, chosen);
}

/** One each for hosts whose breaker is open and lets something through now. */
async function chooseProbes(db: Db, now: Timestamp, { limit, busy }: LeaseOptions): Promise<readonly Candidate[]> {
  const open = await openHosts(db).select("host").execute();
  const underWay = open.filter(({ host }) => busy.has(host)).length;
  const room = Math.max(1, Math.floor((limit + total(busy)) * SHARE_OF_PROBES)) - underWay;
  if (room <= 0 || open.length === underWay) return [];
  const candidates = await dueDeliveries(db, now, 1, SILENT, room + underWay);
  return candidates.filter(({ host }) => !busy.has(host)).slice(0, Math.min(room, limit));
}

/** A host that is busy is found and then left out here, so that as many more are asked for as there are under way. */
async function chooseOthers(
  db: Db,
  now: Timestamp,
  { perHost, busy }: LeaseOptions,
  limit: number,
): Promise<readonly Candidate[]> {
  const candidates = await dueDeliveries(db, now, perHost, ANSWERS, limit + total(busy));
  const taken = new Map(busy);
  return candidates
    .filter(({ host }) => {
      const already = taken.get(host) ?? 0;
      taken.set(host, already + 1);
      return already < perHost;
    })
    .slice(0, limit);
}

/** Walks along the hosts that are due, and takes a few of the deliveries of each. */
const dueDeliveries = (db: Db, now: Timestamp, perHost: number, failures: typeof ANSWERS, limit: number) =>
  hasOneWriter(db) ? dueInTurn(db, now, perHost, failures, limit) : dueAndFree(db, now, perHost, failures, limit);

/** Of hosts whose breaker is not open, and of those whose is. */
const ANSWERS = (row: ExpressionBuilder<Schema, "remote_host">) => row("remote_host.failures", "<", OPENS_AT);
const SILENT: typeof ANSWERS = (row) => row("remote_host.failures", ">=", OPENS_AT);

const readyAt = (row: ExpressionBuilder<Schema, "remote_host">, now: Timestamp, perHost: number) =>
  row
    .selectFrom("delivery as ready")
    .whereRef("ready.host", "=", "remote_host.host")
    .where("ready.head", "=", row.lit(1))
    .where("ready.due", "<=", now)
    .orderBy("ready.due")
    .orderBy("ready.id")
    .limit(perHost)
    .select(["ready.id", "ready.host"]);

const dueInTurn = (db: Db, now: Timestamp, perHost: number, failures: typeof ANSWERS, limit: number) =>
  db
    .selectFrom("remote_host")
    .innerJoin("delivery", (join) =>
      join.on("delivery.id", "in", (row) => readyAt(row, now, perHost).clearSelect().select("ready.id")),
    )
    .where("remote_host.due", "<=", now)
    .where(failures)
    .orderBy("remote_host.due")
    .limit(limit)
    .select(["delivery.id", "delivery.host"])
    .execute();

/** None that another process is taking or has changed meanwhile, and none of a host that one is busy with. */
const dueAndFree = (db: Db, now: Timestamp, perHost: number, failures: typeof ANSWERS, limit: number) =>
  db
    .selectFrom("remote_host")
    .innerJoinLateral(
      (row) => readyAt(row, now, perHost).forNoKeyUpdate().skipLocked().as("free"),
      (join) => join.onTrue(),
    )
    .where("remote_host.due", "<=", now)
    .where(failures)
    .orderBy("remote_host.due")
    .limit(limit)
    .select(["free.id", "free.host"])
    .forNoKeyUpdate("remote_host")
    .skipLocked()
    .execute();

async function markLeased(db: Db, until: Timestamp, chosen: readonly Candidate[]): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ leased: 1, due: until })
    .where("id", "in", padded(chosen.map(({ id }) => id)))
    .execute();
  await refreshDue(db, [...new Set(chosen.map(({ host }) => host))]);
}

/** What was chosen, in that order, with the bytes to send. An activity goes to many inboxes, so it is read once for all of them. */
async function leased(db: Db, chosen: readonly Candidate[]): Promise<readonly LeasedDelivery[]> {
  const rows = await db
    .selectFrom("delivery")
    .innerJoin("remote_inbox", "remote_inbox.id", "delivery.inbox")
    .where("delivery.id", "in", padded(chosen.map(({ id }) => id)))
    .select(["delivery.id", "delivery.host", "delivery.attempts", "delivery.created", "remote_inbox.url as inbox"])
    .select("delivery.activity as sequence")
    .execute();
  const activities = await db
    .selectFrom("activity")
    .leftJoin("release", "release.object", "activity.object")
    .where("sequence", "in", padded([...new Set(rows.map(({ sequence }) => sequence))]))
    .select(["sequence", "id as activity", "type as activityType", "actor", "activity.object", "document"])
    .select(["release.payload", "release.approval"])
    .execute();
  const activityBySequence = new Map(
    activities.map(({ sequence, payload, approval, ...activity }) => {
      const signed = payload === null || approval === null ? {} : { signed: { payload, approval } };
      return [sequence, { ...activity, ...signed }];
    }),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return chosen.flatMap(({ id }) => {
    const row = byId.get(id);
    const activity = row === undefined ? undefined : activityBySequence.get(row.sequence);
    if (row === undefined || activity === undefined) return [];
    const { sequence: _, ...delivery } = row;
    return [{ ...delivery, ...activity }];
  });
}

const total = (busy: ReadonlyMap<Host, number>): number => [...busy.values()].reduce((sum, count) => sum + count, 0);
