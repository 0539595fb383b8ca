import type { Task, TaskMessage } from "@commonhall/domain";
import { type Kysely, sql } from "kysely";

/**
 * What stood here before there were feeds enters them: whoever runs the node's tasks reads through it once. And whether
 * an entry is shown is now known of every one, the Note that opens a campaign among them, so that pages ask nothing else.
 */
export const wholeFeeds = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** Lists have a campaign as its Group, so the Note that opened it is heard of where the Group is. */
const isShown = (object: string): string => `exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = ${object} and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
)`;

const OPENING = "kind = 'campaign' and type <> 'Group'";

const kept = (name: string, event: string, object: string): readonly string[] => [
  `drop trigger ${name}`,
  `create trigger ${name} after ${event}
   begin update feed_entry set shown = ${isShown(object)} where feed_entry.object = ${object}; end`,
];

/** The same for the Notes that opened a campaign which is listed or not from now on. */
const openingKept = (name: string, event: string, row: "new" | "old"): string =>
  `create trigger ${name} after ${event} when ${row}.kind = 'campaign'
   begin update feed_entry set shown = ${isShown("feed_entry.object")}
     where object in (select id from object where campaign = ${row}.object and ${OPENING}); end`;

const fill: TaskMessage = { task: { type: "fill feeds" } satisfies Task, key: "fill feeds" };

const statements = [
  ...kept("feed_entry_made", "insert on feed_entry", "new.object"),
  ...kept("feed_entry_arrived", "insert on arrival", "new.object"),
  ...kept("feed_entry_heard", "update of shown on arrival", "new.object"),
  ...kept("feed_entry_left", "delete on arrival", "old.object"),
  ...kept("feed_entry_there", "insert on object", "new.id"),
  ...kept("feed_entry_changed", "update of reach, local on object", "new.id"),
  ...kept("feed_entry_gone_away", "delete on object", "old.id"),
  `create index object_that_opens on object (campaign) where ${OPENING}`,
  openingKept("feed_opening_arrived", "insert on arrival", "new"),
  openingKept("feed_opening_heard", "update of shown on arrival", "new"),
  openingKept("feed_opening_left", "delete on arrival", "old"),
  `update feed_entry set shown = ${isShown("feed_entry.object")}`,
  `insert into message (queue, message, once_key, due, leased, attempts)
    select 'tasks', '${JSON.stringify(fill)}', 'fill feeds', 0, 0, 0 where exists (select 1 from object)`,
];
