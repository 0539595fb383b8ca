import type { ObjectId, Participation } from "@commonhall/domain";
import { sql } from "kysely";
import { padded } from "../database/padded.ts";
import type { Db, Session } from "../database/session.ts";

export const participation = (session: Session): Participation => ({
  count: async (action) => (await counts(session.read, [action])).get(action) ?? 0,
  counts: (actions) => counts(session.read, actions),
  add: (action) => session.write((db) => addOne(db, action)),
  set: (action, count) => session.write((db) => setCount(db, action, count)),
});

async function counts(db: Db, actions: readonly ObjectId[]): Promise<ReadonlyMap<ObjectId, number>> {
  if (actions.length === 0) return new Map();
  const rows = await db.selectFrom("participation").selectAll().where("action", "in", padded(actions)).execute();
  const known = new Map(rows.map((row) => [row.action, row.count]));
  return new Map(actions.map((action) => [action, known.get(action) ?? 0]));
}

async function addOne(db: Db, action: ObjectId): Promise<number> {
  const { count } = await db
    .insertInto("participation")
    .values({ action, count: 1 })
    .onConflict((conflict) => conflict.column("action").doUpdateSet({ count: sql`participation.count + 1` }))
    .returning("count")
    .executeTakeFirstOrThrow();
  return count;
}

async function setCount(db: Db, action: ObjectId, count: number): Promise<void> {
  await db
    .insertInto("participation")
    .values({ action, count })
    .onConflict((conflict) => conflict.column("action").doUpdateSet({ count }))
    .execute();
}
