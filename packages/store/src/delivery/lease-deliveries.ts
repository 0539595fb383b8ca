import { type Host, type LeasedDelivery, type LeaseOptions, OPENS_AT, type Timestamp } from "@commonhall/domain";
import { padded } from "../database/padded.ts";
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
  const candidates = await dueDeliveries(db, now, 1)
    .where("remote_host.failures", ">=", OPENS_AT)
    .limit(room + underWay)
    .execute();
  return candidates.filter(({ host }) => !busy.has(host)).slice(0, Math.min(room, limit));
}

/** A host that is busy is found and then left out here, so that as many more are asked for as there are under way. */
async function chooseOthers(
  db: Db,
  now: Timestamp,
  { perHost, busy }: LeaseOptions,
  limit: number,
): Promise<readonly Candidate[]> {
  const candidates = await dueDeliveries(db, now, perHost)
    .where("remote_host.failures", "<", OPENS_AT)
    .limit(limit + total(busy))
    .execute();
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
const dueDeliveries = (db: Db, now: Timestamp, perHost: number) =>
  db
    .selectFrom("remote_host")
    .innerJoin("delivery", (join) =>
      join.on("delivery.id", "in", (query) =>
        query
          .selectFrom("delivery as ready")
          .whereRef("ready.host", "=", "remote_host.host")
          .where("ready.head", "=", query.lit(1))
          .where("ready.due", "<=", now)
          .orderBy("ready.due")
          .orderBy("ready.id")
          .limit(perHost)
          .select("ready.id"),
      ),
    )
    .where("remote_host.due", "<=", now)
    .orderBy("remote_host.due")
    .select(["delivery.id", "delivery.host"]);

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
