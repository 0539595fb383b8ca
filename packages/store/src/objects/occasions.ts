import type { OccasionsFilter, TimelineItem } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { itemFrom } from "./timeline.ts";

/**
 * What happens near a moment and came from those whom we follow now, in the order of its beginning. Two walks along the
 * index of beginnings, away from the moment in both directions, so that the far past and a far future cost nothing.
 */
export async function readOccasions(
  db: Db,
  { around, within, limit, longest }: OccasionsFilter,
): Promise<readonly TimelineItem[]> {
  const ahead = await followedNow(db, longest)
    .where("arrival.starts", ">=", around)
    .where("arrival.starts", "<=", around + within)
    .orderBy("arrival.starts")
    .orderBy("arrival.id")
    .limit(limit)
    .execute();
  const begun = await followedNow(db, longest)
    .where("arrival.starts", "<", around)
    .where("arrival.starts", ">=", around - within)
    .orderBy("arrival.starts", "desc")
    .orderBy("arrival.id", "desc")
    .limit(limit - ahead.length)
    .execute();
  return [...begun.toReversed(), ...ahead].map(itemFrom);
}

/** By its author, by whom passed it on, or by the campaign that it belongs to. */
const followedNow = (db: Db, longest: number) =>
  db
    .selectFrom("arrival")
    .where("arrival.shown", "=", 1)
    .where("arrival.reason", "=", "followed")
    .innerJoin("object", "object.id", "arrival.object")
    .where((row) => row(row.fn<number>("octet_length", ["object.document"]), "<=", longest))
    .where((row) =>
      row.exists(
        row
          .selectFrom("follow")
          .select("follow.id")
          .where("follow.state", "=", "accepted")
          .where("follow.followed", "in", [
            row.ref("arrival.sender"),
            row.ref("arrival.via").$notNull(),
            row.ref("object.campaign").$notNull(),
          ]),
      ),
    )
    .leftJoin("remote_actor", "remote_actor.id", "arrival.sender")
    .selectAll("object")
    .select(["arrival.sender", "arrival.via", "arrival.reason", "arrival.received"])
    .select(["remote_actor.name", "remote_actor.handle"]);
