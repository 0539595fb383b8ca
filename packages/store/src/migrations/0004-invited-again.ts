import { type Kysely, sql } from "kysely";

/** An invitation may be for somebody who works here already, and goes with them. */
export const invitedAgain = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = ["alter table invitation add column member text references staff (id) on delete cascade"];
