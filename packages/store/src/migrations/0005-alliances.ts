import { type Kysely, sql } from "kysely";

/** Alliances of many: every statement about their charters that has reached us, and what follows from all of them. */
export const alliances = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table alliance (
    id text primary key not null,
    first text not null unique,
    us_key text not null,
    us_id text not null,
    offer text,
    inviter text,
    since integer,
    state text not null,
    apart integer not null,
    changed integer not null,
    asked integer not null,
    standing text not null,
    parties text not null
  ) strict`,
  `create index alliance_apart on alliance (apart) where apart = 1`,
  `create table charter_version (
    hash text primary key not null,
    alliance text not null,
    payload text not null,
    data text not null
  ) strict`,
  `create index charter_version_of on charter_version (alliance)`,
  `create table charter_signature (
    version text not null references charter_version (hash),
    key text not null,
    at integer not null,
    protected text not null,
    signature text not null,
    primary key (version, key)
  ) strict, without rowid`,
  `create table charter_leave (
    hash text primary key not null,
    alliance text not null,
    member text not null,
    key text not null,
    at text not null,
    payload text not null,
    protected text not null,
    signature text not null
  ) strict`,
  `create index charter_leave_of on charter_leave (alliance)`,
  `create table member_key (
    member text not null,
    key text not null,
    pem text not null,
    primary key (member, key)
  ) strict, without rowid`,
];
