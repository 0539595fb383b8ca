import { type Kysely, sql } from "kysely";

/** Allies, and to whom each object is said. Everything of ours was public until now; of others' it is read off their text. */
export const allies = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table ally (
    peer text primary key not null,
    offer text not null,
    relationship text not null,
    state text not null,
    over integer,
    since integer not null,
    asked integer not null,
    apart integer not null,
    data text not null
  ) strict`,
  `create index ally_by_offer on ally (offer)`,
  `create index ally_in_state on ally (state, over)`,

  `create table audience (
    object text primary key not null references object (id) on delete cascade,
    data text not null
  ) strict`,

  `alter table object add column reach text not null default 'public'`,
  `drop index object_by_author`,
  `create index object_by_author on object (attributed_to, id)`,
  `create index object_limited_by_author on object (attributed_to, id) where reach = 'limited'`,
  `update object set reach = 'limited' where local = 0 and type != 'Group'
    and instr(document, 'https://www.w3.org/ns/activitystreams#Public') = 0
    and instr(document, '"as:Public"') = 0
    and instr(document, '"Public"') = 0`,
  `alter table tombstone add column reach text not null default 'public'`,

  `alter table post add column reach text not null default 'public'`,
  `create index post_public_in_order on post (published, id) where reach = 'public'`,
];
