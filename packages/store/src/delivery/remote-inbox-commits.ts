import { hostOf, type InboxUrl, type Timestamp } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { levelOfHost } from "../moderation/moderation-commits.ts";
import { WAITING } from "./delivery-tables.ts";
import { refreshDue } from "./host-due.ts";

/** The number of an inbox; from its first mention on, it and its host are known. */
export async function inboxNumber(db: Db, url: InboxUrl): Promise<number> {
  const known = await db.selectFrom("remote_inbox").select("id").where("url", "=", url).executeTakeFirst();
  if (known !== undefined) return known.id;
  const host = hostOf(url);
  await db
    .insertInto("remote_host")
    .values({ host, level: await levelOfHost(db, host), failures: 0, since: null, open_until: null, due: null })
    .onConflict((conflict) => conflict.column("host").doNothing())
    .execute();
  const { id } = await db
    .insertInto("remote_inbox")
    .values({ url, host, gone: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Nothing more goes there: neither what waits, nor what comes later, and whoever read there follows us no longer. */
export async function markInboxGone(db: Db, inbox: number, at: Timestamp): Promise<void> {
  const { host } = await db
    .updateTable("remote_inbox")
    .set({ gone: at })
    .where("id", "=", inbox)
    .returning("host")
    .executeTakeFirstOrThrow();
  await db
    .updateTable("delivery")
    .set({ state: "gone", head: 0, leased: 0 })
    .where("host", "=", host)
    .where("inbox", "=", inbox)
    .where("state", "=", WAITING)
    .execute();
  await refreshDue(db, [host]);
  await db
    .updateTable("follow")
    .set({ state: "ended", since: at })
    .where("state", "!=", "ended")
    .where(
      "follower",
      "in",
      db
        .selectFrom("remote_actor")
        .where((actor) => actor.or([actor("inbox", "=", inbox), actor("shared_inbox", "=", inbox)]))
        .select("id"),
    )
    .execute();
}
