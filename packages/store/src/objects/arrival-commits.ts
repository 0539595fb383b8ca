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
  if (await stoodThereAlready(db, arrival)) return false;
  const about = await db.selectFrom("object").select(["kind", "published"]).where("id", "=", object).executeTakeFirst();
  if (about === undefined) return refuseDeleted(db, object);
  const senderHost = hostOf(from);
  const viaHost = via === undefined ? null : hostOf(via);
  const shown = (await isHeard(db, senderHost)) && (viaHost === null || (await isHeard(db, viaHost)));
  await db
    .insertInto("arrival")
    .values({
      object,
      kind: about.kind,
      published: about.published,
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

async function stoodThereAlready(db: Db, { object, via }: Arrival): Promise<boolean> {
  const standing = await db
    .selectFrom("arrival")
    .select(["via", "came_twice"])
    .where("object", "=", object)
    .executeTakeFirst();
  if (standing === undefined) return false;
  if (standing.came_twice === 0 && standing.via !== (via ?? null)) {
    await db.updateTable("arrival").set({ came_twice: 1 }).where("object", "=", object).execute();
  }
  return true;
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
