import type { ActorId, FollowLine, FollowViews } from "@commonhall/domain";
import type { Db } from "../database/session.ts";

/** Follows that have not ended, the latest first. Of an actor whose document is not here yet, its address stands for its name. */
export const followViews = (db: Db): FollowViews => ({
  following: () =>
    withTheOther(db, "follower", "followed")
      .orderBy("follow.since", "desc")
      .execute()
      .then((rows) => rows.map(lineFrom)),
  followers: (of) =>
    withTheOther(db, "followed", "follower")
      .$if(of !== undefined, (query) => (of === undefined ? query : query.where("follow.followed", "=", of)))
      .orderBy("follow.since", "desc")
      .execute()
      .then((rows) => rows.map(lineFrom)),
});

type Side = "follower" | "followed";

const withTheOther = (db: Db, ours: Side, theirs: Side) =>
  db
    .selectFrom("follow")
    .innerJoin("local_actor", "local_actor.id", `follow.${ours}`)
    .leftJoin("remote_actor", "remote_actor.id", `follow.${theirs}`)
    .where("follow.state", "!=", "ended")
    .select([`follow.${theirs} as id`, `follow.${ours} as ours`, "follow.state", "follow.since"])
    .select(["remote_actor.handle", "remote_actor.name"]);

interface Row extends Omit<FollowLine, "handle" | "name" | "id" | "ours"> {
  readonly id: ActorId;
  readonly ours: ActorId;
  readonly handle: string | null;
  readonly name: string | null;
}

const lineFrom = ({ handle, name, ...line }: Row): FollowLine => ({
  ...line,
  handle: handle ?? line.id,
  name: name ?? line.id,
});
