import { MOST_WATCHED, type WatchedFeeds } from "@commonhall/domain";
import type { Session } from "../database/session.ts";

export const watchedFeeds = (session: Session): WatchedFeeds => ({
  async list() {
    const rows = await session.read
      .selectFrom("watched_feed")
      .select("name")
      .orderBy("added")
      .orderBy("name")
      .execute();
    return rows.map(({ name }) => name);
  },
  add: (name, added) =>
    session.write(async (db) => {
      const watched = await db.selectFrom("watched_feed").select("name").execute();
      if (watched.some((one) => one.name === name)) return true;
      if (watched.length >= MOST_WATCHED) return false;
      await db.insertInto("watched_feed").values({ name, added }).execute();
      return true;
    }),
  remove: (name) =>
    session.write(async (db) => {
      await db.deleteFrom("watched_feed").where("name", "=", name).execute();
    }),
});
