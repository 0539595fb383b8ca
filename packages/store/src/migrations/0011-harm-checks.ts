import { type Kysely, sql } from "kysely";

/** What was answered before an employer is named, with the draft that it is about. */
export const harmChecks = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table work_in_progress add column checks text not null default '[]'`.execute(db);
  },
};
