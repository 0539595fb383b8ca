import type { ActivityId, ActorId, ObjectId, Recipients, Timestamp } from "@commonhall/domain";
import type { SelectQueryBuilder } from "kysely";
import { padded } from "../database/padded.ts";
import type { Schema } from "../database/schema.ts";
import type { Db } from "../database/session.ts";
import { refreshDueAfter } from "./host-due.ts";
import { WAITING } from "./delivery-tables.ts";
import { about, afterWhatIsUnderWay } from "./withdraw-deliveries.ts";
import { inboxNumber } from "./remote-inbox-commits.ts";

export interface Planned {
  /** Sequence of the activity. */
  readonly activity: number;
  readonly subject: number;
  readonly at: Timestamp;
  /** Of a Delete: what it deletes. */
  readonly deletes?: ObjectId;
}

type Inboxes = SelectQueryBuilder<Schema, never, { readonly id: number }>;

export async function planDeliveries(db: Db, planned: Planned, recipients: readonly Recipients[]): Promise<void> {
  const inboxes = await recipientInboxes(db, recipients);
  if (inboxes !== undefined) await planFor(db, planned, inboxes);
}

/** One delivery for each inbox, in one statement: a campaign with a thousand followers is planned in milliseconds. */
async function planFor(db: Db, { activity, subject, at, deletes }: Planned, inboxes: Inboxes): Promise<void> {
  await db
    .insertInto("delivery")
    .columns(["activity", "subject", "inbox", "host", "state", "head", "due", "leased", "attempts", "created"])
    .expression(
      db
        .selectFrom("remote_inbox as to")
        .innerJoin("remote_host", "remote_host.host", "to.host")
        .where("to.id", "in", inboxes)
        .where("to.gone", "is", null)
        .where("remote_host.level", "!=", "refuse")
        .select((row) => [
          row.val(activity).as("activity"),
          row.val(subject).as("subject"),
          "to.id as inbox",
          "to.host as host",
          row.val("waiting" as const).as("state"),
          row
            .case()
            .when(
              row.exists(
                row
                  .selectFrom("delivery as earlier")
                  .select("earlier.id")
                  .whereRef("earlier.host", "=", "to.host")
                  .whereRef("earlier.inbox", "=", "to.id")
                  .where("earlier.subject", "=", subject)
                  .where("earlier.state", "=", WAITING),
              ),
            )
            .then(row.lit(0 as const))
            .else(row.lit(1 as const))
            .end()
            .as("head"),
          (deletes === undefined ? row.val(at) : afterWhatIsUnderWay(row, about(db, deletes), at)).as("due"),
          row.lit(0 as const).as("leased"),
          row.lit(0).as("attempts"),
          row.val(at).as("created"),
        ]),
    )
    .execute();
  await refreshDueAfter(db, activity);
}

/** What was delivered or given up is planned once more, behind what waits already about the same subject for the same inbox. */
export async function repeatDeliveries(db: Db, id: ActivityId, at: Timestamp): Promise<void> {
  const activity = await db
    .selectFrom("activity")
    .select(["sequence", "subject"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (activity === undefined) return;
  const sent = await db
    .selectFrom("delivery")
    .innerJoin("remote_inbox", "remote_inbox.id", "delivery.inbox")
    .innerJoin("remote_host", "remote_host.host", "delivery.host")
    .where("delivery.activity", "=", activity.sequence)
    .where("delivery.state", "in", ["done", "failed"])
    .where("remote_inbox.gone", "is", null)
    .where("remote_host.level", "!=", "refuse")
    .select(["delivery.id", "delivery.inbox"])
    .execute();
  if (sent.length === 0) return;
  await db
    .deleteFrom("delivery")
    .where("id", "in", padded(sent.map((row) => row.id)))
    .execute();
  const again = inboxesNumbered(
    db,
    sent.map((row) => row.inbox),
  );
  await planFor(db, { activity: activity.sequence, subject: activity.subject, at }, again);
}

/** The numbers of the recipients' inboxes as a query, each of them once; undefined without recipients. */
async function recipientInboxes(db: Db, recipients: readonly Recipients[]): Promise<Inboxes | undefined> {
  const named: number[] = [];
  const queries: Inboxes[] = [];
  for (const recipient of recipients) {
    if (recipient.type === "inbox") named.push(await inboxNumber(db, recipient.inbox));
    if (recipient.type === "followers") queries.push(followersOf(db, recipient.of));
    if (recipient.type === "actors") queries.push(ownInboxesOf(db, recipient.actors));
    if (recipient.type === "everyone who got") queries.push(everyoneWhoGot(db, recipient));
  }
  if (named.length > 0) queries.push(inboxesNumbered(db, named));
  const [first, ...others] = queries;
  return first === undefined ? undefined : others.reduce((all, query) => all.union(query), first);
}

const inboxesNumbered = (db: Db, ids: readonly number[]): Inboxes =>
  db.selectFrom("remote_inbox").select("id").where("id", "in", padded(ids));

/** A server with many followers gets one, at its shared inbox. */
const followersOf = (db: Db, of: ActorId): Inboxes =>
  db
    .selectFrom("follow")
    .innerJoin("remote_actor", "remote_actor.id", "follow.follower")
    .where("follow.followed", "=", of)
    .where("follow.state", "=", "accepted")
    .where("remote_actor.gone", "is", null)
    .select((row) => row.fn.coalesce("remote_actor.shared_inbox", "remote_actor.inbox").as("id"));

type Ever = Extract<Recipients, { readonly type: "everyone who got" }>;

function everyoneWhoGot(db: Db, { object, except = [], from }: Ever): Inboxes {
  let everyone = db
    .selectFrom("activity")
    .innerJoin("delivery", "delivery.activity", "activity.sequence")
    .where("activity.object", "=", object)
    .select("delivery.inbox as id");
  if (from !== undefined) everyone = everyone.where("activity.actor", "=", from);
  return except.length === 0 ? everyone : everyone.where("delivery.inbox", "not in", ownInboxesOf(db, except));
}

/** An inbox that an actor says is shared is nobody's own. */
export const ownInboxesOf = (db: Db, actors: readonly ActorId[]): Inboxes =>
  db
    .selectFrom("remote_actor")
    .where("remote_actor.id", "in", padded(actors))
    .where("remote_actor.gone", "is", null)
    .where((actor) =>
      actor.or([
        actor("remote_actor.shared_inbox", "is", null),
        actor("remote_actor.shared_inbox", "!=", actor.ref("remote_actor.inbox")),
      ]),
    )
    .select("remote_actor.inbox as id");
