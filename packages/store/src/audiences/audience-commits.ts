import type { ActorId, Audience, Audiences, ObjectId } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { WAITING } from "../delivery/delivery-tables.ts";
import { TELL_OF_THE_END } from "../objects/forget-activities.ts";

export const audiences = (session: Session): Audiences => ({
  of: (object) => audienceOf(session.read, object),
  put: (object, audience) => session.write((db) => putAudience(db, object, audience)),
  waitingFor: (actor) => waitingFor(session.read, actor),
});

async function audienceOf(db: Db, object: ObjectId): Promise<Audience | undefined> {
  const row = await db.selectFrom("audience").select("data").where("object", "=", object).executeTakeFirst();
  return row === undefined ? undefined : JSON.parse(row.data);
}

async function putAudience(db: Db, object: ObjectId, audience: Audience): Promise<void> {
  const data = JSON.stringify(audience);
  await db
    .insertInto("audience")
    .values({ object, data })
    .onConflict((conflict) => conflict.column("object").doUpdateSet({ data }))
    .execute();
}

async function waitingFor(db: Db, actor: ActorId): Promise<readonly ObjectId[]> {
  const rows = await db
    .selectFrom("remote_actor")
    .innerJoin("delivery", (join) =>
      join
        .onRef("delivery.inbox", "=", "remote_actor.inbox")
        .onRef("delivery.host", "=", "remote_actor.host")
        .on("delivery.state", "=", WAITING),
    )
    .innerJoin("activity", "activity.sequence", "delivery.activity")
    .innerJoin("audience", "audience.object", "activity.object")
    .where("remote_actor.id", "=", actor)
    .where("activity.type", "not in", TELL_OF_THE_END)
    .select("activity.object")
    .distinct()
    .execute();
  return rows.map(({ object }) => object);
}
