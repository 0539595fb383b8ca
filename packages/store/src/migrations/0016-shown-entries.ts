import { type Kysely, sql } from "kysely";

/**
 * Whether pages show an entry stands with the entry, kept by triggers, so that a feed is counted along one index: all that
 * lies there, less what is hidden.
 */
export const shownEntries = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** Public, and ours or of senders who are listened to. */
const isShown = (object: string): string => `exists (
  select 1 from object left join arrival on arrival.object = object.id
  where object.id = ${object} and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
)`;

const kept = (name: string, event: string, object: string): string =>
  `create trigger ${name} after ${event}
   begin update feed_entry set shown = ${isShown(object)} where feed_entry.object = ${object}; end`;

const statements = [
  `alter table feed_entry add column shown integer not null default 0`,
  `update feed_entry set shown = ${isShown("feed_entry.object")}`,
  `create index feed_entry_hidden on feed_entry (published, id) where shown = 0`,
  kept("feed_entry_made", "insert on feed_entry", "new.object"),
  kept("feed_entry_arrived", "insert on arrival", "new.object"),
  kept("feed_entry_heard", "update of shown on arrival", "new.object"),
  kept("feed_entry_left", "delete on arrival", "old.object"),
  kept("feed_entry_there", "insert on object", "new.id"),
  kept("feed_entry_changed", "update of reach, local on object", "new.id"),
  kept("feed_entry_gone_away", "delete on object", "old.id"),
];
