import { type ActorId, type Arrival, type Arrivals, hostOf, type ObjectId } from "@commonhall/domain";
import { type Selectable, sql } from "kysely";
import { prepared } from "../database/prepared.ts";
import type { Db, Session } from "../database/session.ts";
import { levelOfHost } from "../moderation/moderation-commits.ts";
import { getTombstone } from "./object-commits.ts";
import type { ArrivalTable } from "./object-tables.ts";

export const arrivals = (session: Session): Arrivals => ({
  add: (arrival) => session.write((db) => addArrival(db, arrival)),
  withdraw: (object, via) => session.write((db) => withdrawArrival(db, object, via)),
});

type Row = Selectable<ArrivalTable>;

const ABOUT_THE_OBJECT = ["object", "kind", "published", "starts"] as const;
const ABOUT_ITS_COMING = [
  "sender",
  "sender_host",
  "via",
  "via_host",
  "came_twice",
  "reason",
  "backfilled",
  "received",
  "shown",
] as const;

/** What the object says of itself is taken from the object, in the one statement that adds the row. */
const insertUnlessThere = prepared<Omit<Row, "id" | "kind" | "published" | "starts">>()((db, value) =>
  db
    .insertInto("arrival")
    .columns([...ABOUT_THE_OBJECT, ...ABOUT_ITS_COMING])
    .expression((row) =>
      row
        .selectFrom("object")
        .where("id", "=", value("object"))
        .select((column) => [
          "id",
          "kind",
          sql<number>`min(${column.ref("published")}, ${value("received")})`.as("published"),
          "starts",
          ...ABOUT_ITS_COMING.map((name) => column.val(value(name)).as(name)),
        ]),
    )
    .onConflict((conflict) => conflict.column("object").doNothing())
    .returning("id"),
);

async function addArrival(db: Db, arrival: Arrival): Promise<boolean> {
  const { object, from, via, reason, received } = arrival;
  const senderHost = hostOf(from);
  const viaHost = via === undefined ? null : hostOf(via);
  const shown = (await isHeard(db, senderHost)) && (viaHost === null || (await isHeard(db, viaHost)));
  const added = await insertUnlessThere(db, {
    object,
    sender: from,
    sender_host: senderHost,
    via: via ?? null,
    via_host: viaHost,
    came_twice: 0,
    reason,
    backfilled: arrival.backfilled ? 1 : 0,
    received,
    shown: shown ? 1 : 0,
  });
  if (added.length > 0) return true;
  const standing = await db
    .selectFrom("arrival")
    .where("object", "=", object)
    .select(["id", "via", "came_twice"])
    .executeTakeFirst();
  if (standing === undefined) return refuseDeleted(db, object);
  if (standing.came_twice === 0 && standing.via !== (via ?? null)) await noteSecondWay(db, standing.id);
  return false;
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
