import { type Kysely, sql } from "kysely";

/** Who has withdrawn what, for the feeds of alliances. */
export const withdrawn = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("create index tombstone_by on tombstone (attributed_to, reach, deleted)").execute(db);
  },
};
