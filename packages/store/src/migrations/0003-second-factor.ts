import { type Kysely, sql } from "kysely";

/** What besides a passphrase is needed to sign in, for whoever wants it. */
export const secondFactor = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table second_factor (
    staff text primary key not null references staff (id) on delete cascade,
    sealed text not null,
    used integer not null,
    since integer not null
  ) strict`,
  `create table recovery_code (
    staff text not null references staff (id) on delete cascade,
    code_hash text not null,
    primary key (staff, code_hash)
  ) strict, without rowid`,
  `create table half_session (
    token_hash text primary key not null,
    staff text not null references staff (id) on delete cascade,
    started integer not null
  ) strict`,
  `create index half_session_of on half_session (staff)`,
];
