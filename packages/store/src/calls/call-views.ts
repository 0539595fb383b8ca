import type { Call, CallsFilter, CallViews, ObjectId, ReceivedCallLine, Timestamp } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { ITEM_COLUMNS, itemFrom } from "../objects/timeline.ts";
import { callRows, getCall, parseCall, parseReceived } from "./call-commits.ts";

export const callViews = (db: Db): CallViews => ({
  get: (id) => getCall(db, id),
  list: (filter) => listCalls(db, filter),
  received: (id) => readReceived(db, id),
  openReceived: (now, limit) => listOpenReceived(db, now, limit),
});

async function listCalls(db: Db, { campaign, isPublic, limit }: CallsFilter): Promise<readonly Call[]> {
  let calls = callRows(db).limit(limit);
  if (campaign !== undefined) calls = calls.where("campaign", "=", campaign);
  if (isPublic === true) calls = calls.where("public", "=", 1);
  const open = await calls.where("open", "=", 1).orderBy("expires").execute();
  const over = await calls.where("open", "=", 0).orderBy("published", "desc").execute();
  return [...open, ...over].slice(0, limit).map(parseCall);
}

/** Of senders who are listened to. */
const receivedRows = (db: Db) =>
  db
    .selectFrom("received_call")
    .innerJoin("object", "object.id", "received_call.id")
    .innerJoin("arrival", "arrival.object", "received_call.id")
    .leftJoin("remote_actor", "remote_actor.id", "arrival.sender")
    .where("arrival.shown", "=", 1)
    .selectAll("object")
    .select(ITEM_COLUMNS)
    .select("received_call.data");

async function readReceived(db: Db, id: ObjectId): Promise<ReceivedCallLine | undefined> {
  const row = await receivedRows(db).where("received_call.id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : { call: parseReceived(row), item: itemFrom(row) };
}

async function listOpenReceived(db: Db, now: Timestamp, limit: number): Promise<readonly ReceivedCallLine[]> {
  const rows = await receivedRows(db)
    .where("received_call.open", "=", 1)
    .where("received_call.expires", ">", now)
    .orderBy("received_call.expires")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ call: parseReceived(row), item: itemFrom(row) }));
}
