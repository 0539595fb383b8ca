import type { Duration, InboxQueue, LeasedInboxItem, Timestamp } from "@commonhall/domain";
import { sql } from "kysely";
import { padded } from "../database/padded.ts";
import { holdQueue, takeRows } from "../database/row-locks.ts";
import type { Db, Session } from "../database/session.ts";
import { groupCommit } from "./group-commit.ts";
import type { InboxItemTable } from "./inbox-tables.ts";

/** Written into the text of a query, because a partial index serves only a query that says its condition literally. */
const WAITING = sql.lit<InboxItemTable["state"]>("waiting");

export const inboxQueue = (session: Session): InboxQueue => ({
  accept: groupCommit(session),
  lease: async (now, limit, leaseFor) => {
    const due = await nextDue(session.read);
    if (due === undefined || due > now) return [];
    return session.beside((db) => leaseItems(db, now, limit, leaseFor));
  },
  nextDue: () => nextDue(session.read),
  depth: async () => {
    const { depth } = await waiting(session.read)
      .select((row) => row.fn.countAll<number>().as("depth"))
      .executeTakeFirstOrThrow();
    return depth;
  },
});

const waiting = (db: Db) => db.selectFrom("inbox_item").where("state", "=", WAITING);

async function nextDue(db: Db): Promise<Timestamp | undefined> {
  return (await waiting(db).select("due").orderBy("due").limit(1).executeTakeFirst())?.due;
}

/** What an actor sent later waits while something of theirs is being dealt with: an Undo must not come before its Follow. */
async function leaseItems(
  db: Db,
  now: Timestamp,
  limit: number,
  leaseFor: Duration,
): Promise<readonly LeasedInboxItem[]> {
  await holdQueue(db, "inbox");
  const beingDealtWith = waiting(db).where("due", ">", now).where("leased", "=", 1).select("actor");
  const ready = waiting(db)
    .where("due", "<=", now)
    .where("actor", "not in", beingDealtWith)
    .orderBy("sequence")
    .limit(limit)
    .select(["sequence", "id", "actor", "document", "received", "attempts"]);
  const rows = await takeRows(db, ready).execute();
  if (rows.length === 0) return [];
  await db
    .updateTable("inbox_item")
    .set({ leased: 1, due: now + leaseFor })
    .where("sequence", "in", padded(rows.map((row) => row.sequence)))
    .execute();
  return rows.map((row) => ({ ...row, document: row.document ?? "" }));
}
