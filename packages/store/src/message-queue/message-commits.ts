import type { Duration, Timestamp } from "@commonhall/domain";
import type { ExpressionBuilder } from "kysely";
import { padded } from "../database/padded.ts";
import { holdQueue, takeRows } from "../database/row-locks.ts";
import type { Schema } from "../database/schema.ts";
import type { Db } from "../database/session.ts";

export interface LeasedMessage {
  readonly id: number;
  readonly message: unknown;
  readonly attempts: number;
}

interface Adding {
  readonly due: Timestamp;
  readonly orderingKey: string | null;
  readonly onceKey: string | null;
}

export async function addMessages(db: Db, queue: string, messages: readonly unknown[], adding: Adding): Promise<void> {
  for (const message of messages) {
    await db
      .insertInto("message")
      .values({
        queue,
        message: JSON.stringify(message),
        ordering_key: adding.orderingKey,
        once_key: adding.onceKey,
        due: adding.due,
        leased: 0,
        attempts: 0,
      })
      .onConflict((conflict) => conflict.columns(["queue", "once_key"]).where("once_key", "is not", null).doNothing())
      .execute();
  }
}

export async function leaseMessages(
  db: Db,
  queue: string,
  now: Timestamp,
  options: { readonly limit: number; readonly leaseFor: Duration },
): Promise<readonly LeasedMessage[]> {
  await holdQueue(db, queue);
  const ready = db
    .selectFrom("message")
    .where("queue", "=", queue)
    .where("due", "<=", now)
    .where((row) => row.or([row("ordering_key", "is", null), row.not(isHeldUp(row, queue, now))]))
    .orderBy("due")
    .orderBy("id")
    .limit(options.limit)
    .select(["id", "message", "attempts"]);
  const rows = await takeRows(db, ready).execute();
  if (rows.length === 0) return [];
  await db
    .updateTable("message")
    .set({ leased: 1, due: now + options.leaseFor, once_key: null })
    .where("id", "in", padded(rows.map((row) => row.id)))
    .execute();
  return rows.map((row) => ({ ...row, message: JSON.parse(row.message) }));
}

/** Another one of its key is being handled, or came before it and waits neither for its delay nor for good. */
const isHeldUp = (row: ExpressionBuilder<Schema, "message">, queue: string, now: Timestamp) =>
  row.exists(
    row
      .selectFrom("message as other")
      .where("other.queue", "=", queue)
      .whereRef("other.ordering_key", "=", "message.ordering_key")
      .whereRef("other.id", "!=", "message.id")
      .where((other) =>
        other.or([
          other.and([other("other.leased", "=", 1), other("other.due", ">", now)]),
          other.and([
            other("other.id", "<", other.ref("message.id")),
            other.or([other("other.due", "<=", now), other("other.attempts", ">", 0)]),
          ]),
        ]),
      )
      .select("other.id"),
  );

export async function removeMessage(db: Db, id: number): Promise<void> {
  await db.deleteFrom("message").where("id", "=", id).execute();
}

export async function returnMessage(db: Db, { id, attempts }: LeasedMessage, due: Timestamp): Promise<void> {
  await db
    .updateTable("message")
    .set({ leased: 0, due, attempts: attempts + 1 })
    .where("id", "=", id)
    .execute();
}

export async function prolongLeases(db: Db, ids: readonly number[], until: Timestamp): Promise<void> {
  await db.updateTable("message").set({ due: until }).where("id", "in", padded(ids)).where("leased", "=", 1).execute();
}

export async function nextMessageDue(db: Db, queue: string): Promise<Timestamp | undefined> {
  const first = await db
    .selectFrom("message")
    .where("queue", "=", queue)
    .orderBy("due")
    .limit(1)
    .select("due")
    .executeTakeFirst();
  return first?.due;
}

export async function countMessages(db: Db, queue: string, now: Timestamp) {
  const waiting = db
    .selectFrom("message")
    .where("queue", "=", queue)
    .where((row) => row.or([row("leased", "=", 0), row("due", "<=", now)]));
  const { queued } = await waiting.select((row) => row.fn.countAll<number>().as("queued")).executeTakeFirstOrThrow();
  const { ready } = await waiting
    .where("due", "<=", now)
    .select((row) => row.fn.countAll<number>().as("ready"))
    .executeTakeFirstOrThrow();
  return { queued, ready, delayed: queued - ready };
}
