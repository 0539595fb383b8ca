import { type Kysely, sql } from "kysely";

/** Who gets which feed by mail. What could say so lies here sealed or as a sum under a key, and goes with its row. */
export const digests = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table digest (
    id text primary key not null,
    feed text not null,
    rhythm text not null,
    language text not null,
    sealed text not null,
    address text not null,
    mailbox text not null,
    confirm_token text not null unique,
    end_token text not null unique,
    asked integer not null,
    confirmed integer,
    until integer not null,
    due integer not null,
    refusals integer not null
  ) strict`,
  `create index digest_of_address on digest (address, feed)`,
  `create index digest_of_mailbox on digest (mailbox, asked)`,
  `create index digest_due on digest (due) where confirmed is not null`,
  `create index digest_unconfirmed on digest (asked) where confirmed is null`,
  `create index feed_entry_entered on feed_entry (entered)`,
];
