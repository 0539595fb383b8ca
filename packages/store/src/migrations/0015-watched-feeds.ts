import { type Kysely, sql } from "kysely";

/** Feeds that the centre keeps an eye on at its desk. */
export const watchedFeeds = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table watched_feed (name text primary key not null, added integer not null) strict`.execute(db);
  },
};
