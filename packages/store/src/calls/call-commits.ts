import { trusted, type Call, type Calls, type ObjectId, type ReceivedCall } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";

export const calls = (session: Session): Calls => ({
  get: (id) => getCall(session.read, id),
  withNeed: (need) => callWithNeed(session.read, need),
  put: (call) => session.write((db) => putCall(db, call)),
  delete: (id) =>
    session.write(async (db) => {
      await db.deleteFrom("call").where("id", "=", id).execute();
    }),
  expired: async (now) => {
    const rows = await callRows(session.read).where("open", "=", 1).where("expires", "<=", now).execute();
    return rows.map(parseCall);
  },
  received: (id) => getReceived(session.read, id),
  receivedWithNeed: (need) => receivedWithNeed(session.read, need),
  putReceived: (call) => session.write((db) => putReceived(db, call)),
  deleteReceived: (id) =>
    session.write(async (db) => {
      await db.deleteFrom("received_call").where("id", "=", id).execute();
    }),
});

export const callRows = (db: Db) => db.selectFrom("call").select("data");

export const parseCall = ({ data }: { readonly data: string }): Call => JSON.parse(data);

export async function getCall(db: Db, id: ObjectId): Promise<Call | undefined> {
  const row = await callRows(db).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : parseCall(row);
}

/** A need of ours says in its own id which call it belongs to. */
async function callWithNeed(db: Db, need: ObjectId): Promise<Call | undefined> {
  const call = await getCall(db, trusted.object(need.replace(/\/needs\/\d+$/, "")));
  return call?.needs.some(({ id }) => id === need) === true ? call : undefined;
}

async function putCall(db: Db, call: Call): Promise<void> {
  const { id, campaign = null, status, audience, expires, published } = call;
  const changes = {
    campaign,
    open: status === "open" ? 1 : 0,
    public: audience.type === "public" ? 1 : 0,
    expires,
    published,
    data: JSON.stringify(call),
  } as const;
  await db
    .insertInto("call")
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}

export const parseReceived = ({ data }: { readonly data: string }): ReceivedCall => JSON.parse(data);

async function getReceived(db: Db, id: ObjectId): Promise<ReceivedCall | undefined> {
  const row = await db.selectFrom("received_call").select("data").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : parseReceived(row);
}

async function receivedWithNeed(db: Db, need: ObjectId): Promise<ReceivedCall | undefined> {
  const row = await db
    .selectFrom("received_need")
    .innerJoin("received_call", "received_call.id", "received_need.call")
    .where("received_need.id", "=", need)
    .select("received_call.data")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : parseReceived(row);
}

async function putReceived(db: Db, call: ReceivedCall): Promise<void> {
  const { id, status, expires, needs } = call;
  const changes = { open: status === "open" ? 1 : 0, expires, data: JSON.stringify(call) } as const;
  await db
    .insertInto("received_call")
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
  await db.deleteFrom("received_need").where("call", "=", id).execute();
  if (needs.length === 0) return;
  await db
    .insertInto("received_need")
    .values(needs.map((need) => ({ id: need.id, call: id })))
    .execute();
}
