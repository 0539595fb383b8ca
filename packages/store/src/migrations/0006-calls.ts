import { type Kysely, sql } from "kysely";

/** Solidarity calls: ours, and what others ask for. */
export const calls = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table call (
    id text primary key not null,
    campaign text,
    open integer not null,
    public integer not null,
    expires integer not null,
    published integer not null,
    data text not null
  ) strict`,
  `create index call_open on call (open, expires)`,
  `create index call_in_order on call (open, published)`,

  `create table received_call (
    id text primary key not null references object (id) on delete cascade,
    open integer not null,
    expires integer not null,
    data text not null
  ) strict`,
  `create index received_call_open on received_call (open, expires)`,

  `create table received_need (
    id text not null,
    call text not null references received_call (id) on delete cascade,
    primary key (id, call)
  ) strict, without rowid`,
  `create index received_need_of_call on received_need (call)`,
];
