import type { ActorId, Follow, Follows, Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";

export const follows = (session: Session): Follows => ({
  byId: (id) =>
    session.read
      .selectFrom("follow")
      .selectAll()
      .where("id", "=", id)
      .orderBy("since", "desc")
      .limit(1)
      .executeTakeFirst(),
  between: (follower, followed) =>
    session.read
      .selectFrom("follow")
      .selectAll()
      .where("follower", "=", follower)
      .where("followed", "=", followed)
      .executeTakeFirst(),
  put: (follow) => session.write((db) => putFollow(db, follow)),
  isFollowed: (actor) => isFollowed(session.read, actor),
  unanswered: (before) => unanswered(session.read, before),
});

async function putFollow(db: Db, { id, follower, followed, state, since }: Follow): Promise<void> {
  await db
    .insertInto("follow")
    .values({ id, follower, followed, state, since })
    .onConflict((conflict) => conflict.columns(["follower", "followed"]).doUpdateSet({ id, state, since }))
    .execute();
}

const ofOurs = (db: Db) => db.selectFrom("follow").innerJoin("local_actor", "local_actor.id", "follow.follower");

async function isFollowed(db: Db, actor: ActorId): Promise<boolean> {
  const follow = await ofOurs(db)
    .where("follow.followed", "=", actor)
    .where("follow.state", "in", ["pending", "accepted"])
    .select("follow.id")
    .limit(1)
    .executeTakeFirst();
  return follow !== undefined;
}

const unanswered = (db: Db, before: Timestamp): Promise<readonly Follow[]> =>
  ofOurs(db)
    .where("follow.state", "=", "pending")
    .where("follow.since", "<", before)
    .orderBy("follow.since")
    .select(["follow.id", "follow.follower", "follow.followed", "follow.state", "follow.since"])
    .execute();
