import { trusted, type ActorId, type ObjectId, type Rewriting } from "@commonhall/domain";
import { type RawBuilder, sql } from "kysely";
import { settings } from "../centres/centre-commits.ts";
import type { Schema } from "../database/schema.ts";
import { insideCommit, type Db } from "../database/session.ts";

type Columns = { readonly [Table in keyof Schema]?: readonly (keyof Schema[Table] & string)[] };

/** Where an id of ours may stand. */
const IDS: Columns = {
  acknowledgement: ["call", "actor"],
  action: ["id", "campaign"],
  arrival: ["object"],
  audience: ["object"],
  body_decision: ["about"],
  call: ["id", "campaign"],
  campaign: ["id"],
  centre: ["id"],
  feed: ["actor"],
  feed_entry: ["object"],
  notice: ["object"],
  object: ["campaign", "in_reply_to"],
  participation: ["action"],
  post: ["id", "campaign"],
  publication: ["object", "centre", "campaign"],
  succession: ["former", "later"],
  tombstone: ["id", "attributed_to", "campaign"],
};

/** Texts that name ids of ours, our own words among them. */
const TEXTS: Columns = {
  action: ["data"],
  audience: ["data"],
  body_decision: ["data"],
  call: ["data"],
  campaign: ["data"],
  centre: ["data"],
  message: ["message", "ordering_key", "once_key"],
  post: ["data"],
  work_in_progress: ["fields"],
};

/**
 * Everything else keeps the former ids on purpose: what others have said, signed or agreed with us under them (allies,
 * alliances, attestations, endorsements, organisers, follows, pledges of ours), what was sent, and releases, which two
 * people signed.
 */
export async function renameOurs(db: Db, rewriting: Rewriting): Promise<void> {
  await copyObjects(db, rewriting);
  for (const [table, columns] of Object.entries(IDS)) await renameIds(db, rewriting, table, columns);
  for (const [table, columns] of Object.entries(TEXTS)) await renameTexts(db, rewriting, table, columns);
  await renamePledgesToUs(db, rewriting);
  await db.deleteFrom("object").where("local", "=", 1).where(isOfOurs("id", rewriting)).execute();
  await copyActivities(db, rewriting);
  const facts = settings(insideCommit(db));
  for (const [key, value] of Object.entries(rewriting.settings)) await facts.set(key, value);
}

type Origins = Pick<Rewriting, "from" | "to">;

/** Ids that change: of releases none does. */
const isOfOurs = (column: string, { from }: Origins): RawBuilder<boolean> =>
  sql<boolean>`(substr(${sql.ref(column)}, 1, ${from.length + 1}) = ${`${from}/`}
    and substr(${sql.ref(column)}, 1, ${from.length + 11}) <> ${`${from}/bulletins/`})`;

async function renameIds(db: Db, origins: Origins, table: string, columns: readonly string[]): Promise<void> {
  for (const column of columns) {
    await sql`update ${sql.table(table)}
      set ${sql.ref(column)} = ${origins.to} || substr(${sql.ref(column)}, ${origins.from.length + 1})
      where ${isOfOurs(column, origins)}`.execute(db);
  }
}

async function renameTexts(db: Db, { from, to }: Origins, table: string, columns: readonly string[]): Promise<void> {
  for (const column of columns) {
    await sql`update ${sql.table(table)}
      set ${sql.ref(column)} = replace(${sql.ref(column)}, ${`${from}/`}, ${`${to}/`})
      where ${sql.ref(column)} is not null`.execute(db);
  }
}

/** What others pledged for our calls stays with the calls; what we pledged to others is known to them under our former ids. */
async function renamePledgesToUs(db: Db, origins: Origins): Promise<void> {
  const { from, to } = origins;
  const pledges = await db
    .selectFrom("pledge")
    .select(["id", "data"])
    .where("side", "=", "theirs")
    .where(isOfOurs("call", origins))
    .execute();
  for (const { id, data } of pledges) {
    const renamed = (column: string): RawBuilder<ObjectId & ActorId> =>
      sql`${to} || substr(${sql.ref(column)}, ${from.length + 1})`;
    await db
      .updateTable("pledge")
      .set({ call: renamed("call"), need: renamed("need"), caller: renamed("caller") })
      .set({ agreement: renamed("agreement"), data: data.replaceAll(`"${from}/`, `"${to}/`) })
      .where("id", "=", id)
      .execute();
  }
}

/** Beside the former ones, which go when nothing hangs on them any more. */
async function copyObjects(db: Db, rewriting: Rewriting): Promise<void> {
  const { from, to } = rewriting;
  const renamed = (id: string): string => (id.startsWith(`${from}/`) ? to + id.slice(from.length) : id);
  const ids = await db
    .selectFrom("object")
    .select("id")
    .where("local", "=", 1)
    .where(isOfOurs("id", rewriting))
    .orderBy("id")
    .execute();
  for (const { id } of ids) {
    const row = await db.selectFrom("object").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    await db
      .insertInto("object")
      .values({
        ...row,
        id: trusted.object(renamed(id)),
        attributed_to: trusted.actor(renamed(row.attributed_to)),
        text: row.text.replaceAll(`${from}/`, `${to}/`),
        document: rewriting.object(row.document, id),
      })
      .execute();
  }
}

/** What outboxes show is shown anew. What was sent stays as it was sent: a later Delete of it finds by that who has it. */
async function copyActivities(db: Db, rewriting: Rewriting): Promise<void> {
  const { from, to } = rewriting;
  const renamed = (id: string): string => (id.startsWith(`${from}/`) ? to + id.slice(from.length) : id);
  const listed = await db
    .selectFrom("activity")
    .select("sequence")
    .where("listed", "=", 1)
    .where("document", "!=", "")
    .where(isOfOurs("actor", rewriting))
    .where((row) =>
      row.not(
        row.exists(row.selectFrom("release").select("object").whereRef("release.object", "=", "activity.object")),
      ),
    )
    .orderBy("sequence")
    .execute();
  const subjects = new Map<ObjectId, number>();
  for (const { sequence: former } of listed) {
    const row = await db.selectFrom("activity").selectAll().where("sequence", "=", former).executeTakeFirstOrThrow();
    const { sequence: _, ...kept } = row;
    const object = trusted.object(renamed(row.object));
    const id = trusted.activity(renamed(row.id));
    const values = {
      ...kept,
      id,
      actor: trusted.actor(renamed(row.actor)),
      object,
      document: rewriting.activity(row.document),
    };
    const { sequence } = await db
      .insertInto("activity")
      .values({ ...values, subject: subjects.get(object) ?? 0 })
      .returning("sequence")
      .executeTakeFirstOrThrow();
    if (subjects.has(object)) continue;
    subjects.set(object, sequence);
    await db.updateTable("activity").set({ subject: sequence }).where("sequence", "=", sequence).execute();
  }
}
