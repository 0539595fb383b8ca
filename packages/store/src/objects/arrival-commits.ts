import { type ActorId, type Arrival, type Arrivals, hostOf, type ObjectId } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { levelOfHost } from "../moderation/moderation-commits.ts";
import { getTombstone } from "./object-commits.ts";

export const arrivals = (session: Session): Arrivals => ({
  add: (arrival) => session.write((db) => addArrival(db, arrival)),
  withdraw: (object, via) => session.write((db) => withdrawArrival(db, object, via)),
});

async function addArrival(db: Db, arrival: Arrival): Promise<boolean> {
  const { object, from, via, reason, received } = arrival;
  const about = await db
    .selectFrom("object")
    .leftJoin("arrival", "arrival.object", "object.id")
    .where("object.id", "=", object)
    .select([
      "object.kind",
      "object.published",
      "object.starts",
      "arrival.id as standing",
      "arrival.via",
      "arrival.came_twice",
    ])
    .executeTakeFirst();
  if (about === undefined) return refuseDeleted(db, object);
  if (about.standing !== null) {
    if (about.came_twice === 0 && about.via !== (via ?? null)) await noteSecondWay(db, about.standing);
    return false;
  }
  const senderHost = hostOf(from);
  const viaHost = via === undefined ? null : hostOf(via);
  const shown = (await isHeard(db, senderHost)) && (viaHost === null || (await isHeard(db, viaHost)));
  await db
    .insertInto("arrival")
    .values({
      object,
      kind: about.kind,
      published: Math.min(about.published, received),
      starts: about.starts,
      sender: from,
      sender_host: senderHost,
      via: via ?? null,
      via_host: viaHost,
      came_twice: 0,
      reason,
      backfilled: arrival.backfilled ? 1 : 0,
      received,
      shown: shown ? 1 : 0,
    })
    .execute();
  return true;
}

async function noteSecondWay(db: Db, standing: number): Promise<void> {
  await db.updateTable("arrival").set({ came_twice: 1 }).where("id", "=", standing).execute();
}

async function refuseDeleted(db: Db, object: ObjectId): Promise<false> {
  if ((await getTombstone(db, object)) !== undefined) return false;
  throw new Error(`What arrives has to be stored first: ${object}`);
}

const isHeard = async (db: Db, host: string): Promise<boolean> => (await levelOfHost(db, host)) === "accept";

async function withdrawArrival(db: Db, object: ObjectId, via: ActorId): Promise<boolean> {
  const withdrawn = await db
    .deleteFrom("arrival")
    .where("object", "=", object)
    .where("via", "=", via)
    .where("came_twice", "=", 0)
    .executeTakeFirst();
  return withdrawn.numDeletedRows > 0n;
}
