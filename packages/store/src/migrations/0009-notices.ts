import { type Kysely, sql } from "kysely";

/** Something urgent that somebody has to look at, and how people are told of it. */
export const notices = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table notice (
    object text primary key not null,
    since integer not null,
    until integer not null,
    seen integer,
    seen_by text
  ) strict`,
  `create index notice_waiting on notice (since) where seen is null`,

  `create table alarm (
    id integer primary key not null check (id = 1),
    tellings integer not null,
    due integer not null
  ) strict`,

  `create table notice_address (
    staff text primary key not null references staff (id) on delete cascade,
    sealed text not null,
    language text not null,
    on_duty integer not null
  ) strict`,
];
