import { type Kysely, sql } from "kysely";

/** Who has moved, and when it was last looked into whether somebody has. */
export const moved = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table moved (
    former text primary key not null,
    later text not null,
    at integer not null,
    data text not null
  ) strict`,
  `create index moved_in_order on moved (at, former)`,
  `create table move_asked (former text primary key not null, until integer not null) strict`,
];
