import type { AllyViews } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { allyFrom } from "./ally-commits.ts";

/** A centre has tens of them, so they are put in order here. Of a peer whose document is not here any more, its address stands for its name. */
export const allyViews = (db: Db): AllyViews => ({
  list: async () => {
    const lines = await db
      .selectFrom("ally")
      .leftJoin("remote_actor", "remote_actor.id", "ally.peer")
      .select(["ally.peer", "ally.data", "ally.apart", "remote_actor.handle", "remote_actor.name"])
      .orderBy("ally.peer")
      .execute();
    return lines
      .map(({ peer, handle, name, ...row }) => ({ ...allyFrom(row), handle: handle ?? peer, name: name ?? peer }))
      .sort((a, b) => b.since - a.since);
  },
});
