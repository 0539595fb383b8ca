import { type Kysely, sql } from "kysely";

/** Who changed what a domain may do, what others advise, and what they complain of. */
export const moderation = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table level_change (
    id integer primary key autoincrement,
    host text not null,
    before text not null,
    after text not null,
    by text not null,
    at integer not null,
    reason text not null
  ) strict`,

  `create table recommendation (
    host text primary key not null,
    level text not null,
    reason text not null,
    published integer not null
  ) strict`,

  `create table recommendation_source (
    actor text primary key not null,
    automatic integer not null,
    fetched integer
  ) strict`,

  `create table proposed_level (
    source text not null references recommendation_source (actor) on delete cascade,
    host text not null,
    level text not null,
    reason text not null,
    published integer not null,
    answered integer not null,
    primary key (source, host)
  ) strict, without rowid`,

  `create table flag (
    id text primary key not null,
    sender text not null,
    host text not null,
    tag text,
    objects text not null,
    text text not null,
    received integer not null,
    closed integer not null
  ) strict`,
  `create index flag_open on flag (host, received) where closed = 0`,
];
