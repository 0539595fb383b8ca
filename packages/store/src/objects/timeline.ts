import type { Page, TimelineFilter, TimelineItem } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db } from "../database/session.ts";
import { cursorText, numberCursor } from "./cursor.ts";
import { objectFrom } from "./object-rows.ts";
import type { ArrivalTable, ObjectTable } from "./object-tables.ts";

/** What arrived, newest published first. A walk along the index that fits the filter, from the cursor on. */
export async function readTimeline(db: Db, filter: TimelineFilter): Promise<Page<TimelineItem>> {
  const rows = await timelineQuery(db, filter).execute();
  const shown = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(itemFrom),
    ...(last === undefined ? {} : { next: cursorText({ at: last.order_time, key: last.order_key }) }),
  };
}

interface ItemRow
  extends Selectable<ObjectTable>, Pick<Selectable<ArrivalTable>, "sender" | "via" | "reason" | "received"> {
  readonly name: string | null;
  readonly handle: string | null;
}

/** Of an author who is not known yet, its address stands for its name. */
export const itemFrom = (row: ItemRow): TimelineItem => ({
  object: objectFrom(row),
  from: row.sender,
  fromName: row.name ?? row.sender,
  fromHandle: row.handle ?? row.sender,
  ...(row.via === null ? {} : { via: row.via }),
  reason: row.reason,
  received: row.received,
});

/** What `itemFrom` takes besides the object. */
export const ITEM_COLUMNS = [
  "arrival.sender",
  "arrival.via",
  "arrival.reason",
  "arrival.received",
  "remote_actor.name",
  "remote_actor.handle",
] as const;

/** One more than is shown, which tells whether there is a next page. */
export function timelineQuery(db: Db, { kind, from, reason, isPublic, limit, after }: TimelineFilter) {
  const cursor = numberCursor(after);
  let query = db.selectFrom("arrival").where("arrival.shown", "=", 1);
  if (kind !== undefined) query = query.where("arrival.kind", "=", kind);
  if (from !== undefined) query = query.where("arrival.sender", "=", from);
  if (reason !== undefined) query = query.where("arrival.reason", "=", reason);
  if (cursor !== undefined) {
    query = query.where((row) =>
      row(row.refTuple("arrival.published", "arrival.id"), "<", row.tuple(cursor.at, cursor.key)),
    );
  }
  const withObject = query.innerJoin("object", "object.id", "arrival.object");
  return (isPublic === true ? withObject.where("object.reach", "=", "public") : withObject)
    .leftJoin("remote_actor", "remote_actor.id", "arrival.sender")
    .orderBy("arrival.published", "desc")
    .orderBy("arrival.id", "desc")
    .limit(limit + 1)
    .selectAll("object")
    .select(ITEM_COLUMNS)
    .select(["arrival.published as order_time", "arrival.id as order_key"]);
}
