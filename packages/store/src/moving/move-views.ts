import type { MovedViews } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { movedFrom } from "./move-commits.ts";

export const movedViews = (db: Db): MovedViews => ({
  list: async (limit) => {
    const rows = await db
      .selectFrom("moved")
      .leftJoin("remote_actor", "remote_actor.id", "moved.later")
      .selectAll("moved")
      .select(["remote_actor.handle", "remote_actor.name"])
      .orderBy("moved.at", "desc")
      .orderBy("moved.former", "desc")
      .limit(limit)
      .execute();
    return rows.map(({ handle, name, ...row }) => ({
      ...movedFrom(row),
      handle: handle ?? row.later,
      name: name ?? row.later,
    }));
  },
});
