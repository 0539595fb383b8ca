import { type Kysely, sql } from "kysely";

/** How somebody comes to work here. */
export const joining = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table invitation (
    id text primary key not null,
    code_hash text not null unique,
    roles text not null,
    note text not null,
    made_by text not null,
    made integer not null,
    ends integer not null
  ) strict`,
];
