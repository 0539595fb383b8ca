import { type Kysely, sql } from "kysely";

/** What an assembly or a committee has decided. */
export const decisions = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table body_decision (
    id text primary key not null,
    about text not null,
    date text not null,
    data text not null
  ) strict`,
  `create index body_decision_about on body_decision (about, date)`,
];
