import { type Kysely, sql } from "kysely";

/** Whether something that arrived is being dealt with, so that what its sender sent later can wait for it. */
export const arrivalsInTurn = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table inbox_item add column leased integer not null default 0").execute(db);
  },
};
