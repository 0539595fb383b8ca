import { type Kysely, sql } from "kysely";

/** What is promised for calls, ours and those of others, and who said that they have seen one. */
export const pledges = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table pledge (
    id text primary key not null,
    side text not null,
    call text not null,
    need text not null,
    pledger text not null,
    pledger_host text not null,
    caller text not null,
    state text not null,
    apart integer not null,
    since integer not null,
    agreement text,
    offered integer not null,
    data text not null
  ) strict`,
  `create index pledge_for_call on pledge (call, offered, id)`,
  `create index pledge_for_need on pledge (need)`,
  `create index pledge_apart on pledge (pledger, since) where apart = 1`,
  `create index pledge_agreed on pledge (agreement, offered) where agreement is not null`,

  `create table acknowledgement (
    call text not null,
    actor text not null,
    at integer not null,
    primary key (call, actor)
  ) strict, without rowid`,
];
