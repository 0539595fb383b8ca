import type { AllianceViews } from "@commonhall/domain";
import { padded } from "../database/padded.ts";
import type { Db } from "../database/session.ts";
import { allAlliances, getAlliance, knownCharters, shownKeys } from "./alliance-commits.ts";

export const allianceViews = (db: Db): AllianceViews => ({
  list: async () => [...(await allAlliances(db))].sort((a, b) => b.changed - a.changed),
  get: (id) => getAlliance(db, id),
  known: (id) => knownCharters(db, id),
  async members(of) {
    if (of.length === 0) return [];
    const shown = await shownKeys(db, of);
    const actors = await db
      .selectFrom("remote_actor")
      .select(["id", "name", "handle"])
      .where("id", "in", padded(of.map(({ id }) => id)))
      .execute();
    const known = new Map(actors.map((actor) => [actor.id, actor]));
    return of.map((member) => {
      const { name = member.id, handle = member.id } = known.get(member.id) ?? {};
      return { ...member, name, handle, shows: shown.get(member.id) };
    });
  },
});
