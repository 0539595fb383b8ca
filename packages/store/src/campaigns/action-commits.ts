import { type Action, DAY, isGathering, type ObjectId, type Timestamp } from "@commonhall/domain";
import type { Db } from "../database/session.ts";

export async function getAction(db: Db, id: ObjectId): Promise<Action | undefined> {
  const row = await db.selectFrom("action").select("data").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : parseAction(row);
}

export const parseAction = ({ data }: { readonly data: string }): Action => JSON.parse(data);

export async function putAction(db: Db, action: Action): Promise<void> {
  const { id, campaign, starts } = action;
  const changes = { campaign, starts, over: overAt(action) ?? null, data: JSON.stringify(action) };
  await db
    .insertInto("action")
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}

/** A gathering of unknown length counts as over a day after its start; a strike, a boycott or a petition stays open. */
function overAt({ type, starts, ends }: Action): Timestamp | undefined {
  if (ends !== undefined) return ends;
  return isGathering(type) && type !== "strike" ? starts + DAY : undefined;
}
