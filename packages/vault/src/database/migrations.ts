import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Stands among the keyring's anchors after the panic lock. */
export const LOCKED = "locked down";

/** WITHOUT ROWID: rows lie in the order of their random ids, so that the file does not tell in which order they came. */
const table = (name: string, columns: string, key: string): string =>
  `create table ${name} (${columns}, primary key (${key})) strict, without rowid`;

const first: readonly string[] = [
  table("vault", "name text not null, value text not null", "name"),
  table(
    "staff_key",
    "id text not null, salt text not null, kibibytes integer not null, passes integer not null, sealed text not null",
    "id",
  ),
  table(
    "enrolment",
    `id text not null, document text not null, mac text not null, salt text not null, kibibytes integer not null,
     passes integer not null, sealed text not null`,
    "id",
  ),
  table("roster", "version integer not null, document text not null", "version"),
  table("roster_candidate", "hash text not null, document text not null", "hash"),
  table("box", "name text not null, document text not null, mac text not null", "name"),
  table(
    "sealed_case",
    `id text not null, week text not null, status text not null, erase_after text not null, public_key text not null,
     mac text not null, erase_key text not null, wrap text not null, card text not null`,
    "id",
  ),
  // As lists show them, with all that is asked of them.
  `create index sealed_case_by_week on sealed_case (week desc, id, status)`,
  `create index sealed_case_by_end on sealed_case (erase_after)`,
  table("case_reader", "reader text not null, case_id text not null", "reader, case_id"),
  `create index case_reader_by_case on case_reader (case_id)`,
  table("entry", "case_id text not null, id text not null, sealed text not null", "case_id, id"),
  table("coded", "case_id text not null, erase_after text not null, sealed text not null", "case_id"),
  table("receipt", "lookup text not null, case_id text not null, mac text not null", "lookup, case_id"),
  `create index receipt_by_case on receipt (case_id)`,
  table(
    "reply",
    "lookup text not null, id text not null, case_id text not null, week text not null, first_read text, sealed text not null",
    "lookup, id",
  ),
  `create index reply_by_case on reply (case_id)`,
  table("reminder", "staff text not null, id text not null, case_id text not null, sealed text not null", "staff, id"),
  `create index reminder_by_case on reminder (case_id)`,
  table(
    "register_entry",
    "id text not null, erase_after text not null, erase_key text not null, sealed text not null",
    "id",
  ),
  table("chunk", "id text not null, erase_after text not null, bytes blob not null", "id"),
  table("audit", "id text not null, week text not null, sealed text not null, mac text not null", "id"),
];

const firstOfKeyring: readonly string[] = [
  table("erase_key", "id text not null, key text not null", "id"),
  table("erasing", "case_id text not null, keep_coded_until text", "case_id"),
  table("anchor", "name text not null, value text not null", "name"),
  // What was under way when everything was locked brings no key back, whatever it is and wherever it runs.
  `create trigger no_key_while_locked before insert on erase_key
     when exists (select 1 from anchor where name = '${LOCKED}') begin select raise(abort, 'locked down'); end`,
];

const migration = (statements: readonly string[]): Migration => ({
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/** In the order of their names. One that has been released is never changed again. */
export const dataMigrations: Record<string, Migration> = {
  "0001-first": migration(first),
  "0002-recovery-of-a-case": migration(["alter table sealed_case add column recovery text"]),
  "0003-word-on-a-case": migration([
    table(
      "case_word",
      "case_id text not null, version integer not null, standing text not null, log text not null",
      "case_id",
    ),
  ]),
  "0004-week-of-a-key": migration(["alter table sealed_case add column key_week text"]),
  // A coded record of before is counted once its case has been changed again.
  "0005-release-days": migration([
    "alter table coded add column word text",
    table("release_item", "id text not null, erase_key text not null, sealed text not null", "id"),
    table("release_paper", "name text not null, sealed text not null", "name"),
  ]),
};
export const keyringMigrations: Record<string, Migration> = {
  "0001-first": migration(firstOfKeyring),
  "0002-standing-of-a-case": migration([
    table(
      "case_standing",
      `case_id text not null, version integer not null, status text not null, erase_after text not null,
       erase_key text not null, mac text not null`,
      "case_id",
    ),
  ]),
};
