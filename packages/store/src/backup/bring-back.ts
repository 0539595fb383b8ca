import { giveUpAt, type Host, type Timestamp } from "@commonhall/domain";
import { openDatabase } from "../database/database.ts";
import { padded } from "../database/padded.ts";
import type { Db } from "../database/session.ts";
import { WAITING } from "../delivery/delivery-tables.ts";
import { refreshDue } from "../delivery/host-due.ts";
import { letNextOnesThrough } from "../delivery/settle-deliveries.ts";
import { TASKS } from "../tasks/task-commits.ts";

export const BROUGHT_BACK = JSON.stringify({ type: "brought back" });

/** What came back, and what is left out of it. */
export interface BroughtBack {
  readonly staff: number;
  readonly followers: number;
  readonly waiting: number;
  /** Deliveries that stood waiting in the copy and are not sent any more. */
  readonly ended: number;
}

/**
 * Makes out of the copy of a store one that may go on (decision 0048). It stands where the copy was made; what happened
 * since then others know, and it does not. So nobody is signed in or invited any more, mail that waited is not sent, no
 * digest tells again what it told, and whom this node follows it asks at once for what it has missed. Deliveries go on
 * under the ids that they have, so that whoever got one already drops it. Not so where their time is over, because ids
 * are not known for ever; nor of what is released of workers, which may have been taken back since. `settings` are kept
 * beside those that came back.
 */
export async function bringBackStore(
  file: string,
  now: Timestamp,
  settings: Readonly<Record<string, string>> = {},
): Promise<BroughtBack> {
  const database = await openDatabase({ file });
  try {
    return await database.write(async (db) => {
      for (const table of ["session", "half_session", "invitation"] as const) await db.deleteFrom(table).execute();
      await forgetMail(db, now);
      await db.updateTable("catch_up").set({ asked: 0 }).execute();
      const ended = await endDeliveries(db, now);
      for (const [key, value] of Object.entries(settings)) await keepSetting(db, key, value);
      return { ...(await counts(db)), ended };
    });
  } finally {
    await database.close();
  }
}

const keepSetting = (db: Db, key: string, value: string) =>
  db
    .insertInto("setting")
    .values({ key, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();

async function forgetMail(db: Db, now: Timestamp): Promise<void> {
  await db.updateTable("digest").set({ until: now }).where("until", "<", now).execute();
  const waiting = await db.selectFrom("message").select(["id", "message"]).where("queue", "=", TASKS).execute();
  const mails = waiting.filter(({ message }) => MAIL.has(typeOf(message))).map(({ id }) => id);
  await db.deleteFrom("message").where("id", "in", padded(mails)).execute();
}

const MAIL: ReadonlySet<unknown> = new Set([
  "tell staff",
  "mail notice",
  "mail question",
  "mail digest",
  "weigh digest",
]);

const typeOf = (message: string): unknown => {
  const { task }: { readonly task?: { readonly type?: unknown } } = JSON.parse(message);
  return task?.type;
};

async function endDeliveries(db: Db, now: Timestamp): Promise<number> {
  const waiting = await db
    .selectFrom("delivery")
    .innerJoin("activity", "activity.sequence", "delivery.activity")
    .leftJoin("release", "release.object", "activity.object")
    .where("delivery.state", "=", WAITING)
    .select(["delivery.id", "delivery.host", "delivery.created", "activity.type", "release.object as release"])
    .execute();
  const over = waiting.filter(
    ({ created, type, release }) => giveUpAt(created, type) <= now || (release !== null && !TELLS_OF_END.has(type)),
  );
  const hosts = new Set<Host>(over.map(({ host }) => host));
  for (const ids of inPieces(over.map(({ id }) => id))) {
    await db
      .updateTable("delivery")
      .set({ state: "failed", head: 0, leased: 0, last_error: BROUGHT_BACK })
      .where("id", "in", padded(ids))
      .execute();
    await letNextOnesThrough(db, ids);
  }
  await refreshDue(db, [...hosts]);
  return over.length;
}

const TELLS_OF_END: ReadonlySet<string> = new Set(["Delete", "Undo"]);

/** More would be more parameters than a statement takes. */
const AT_ONCE = 500;

const inPieces = (ids: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, at) => ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE));

async function counts(db: Db): Promise<Omit<BroughtBack, "ended">> {
  const count = async (query: { execute(): Promise<readonly unknown[]> }) => (await query.execute()).length;
  return {
    staff: await count(db.selectFrom("staff").select("id")),
    followers: await count(
      db
        .selectFrom("follow")
        .innerJoin("local_actor", "local_actor.id", "follow.followed")
        .select("follow.id")
        .where("follow.state", "=", "accepted"),
    ),
    waiting: await count(db.selectFrom("delivery").select("id").where("state", "=", WAITING)),
  };
}
