import {
  DAY,
  type Duration,
  type ModerationViews,
  type Recommendation,
  type Recommendations,
  type RecommendationSource,
  type Timestamp,
} from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { RecommendationSourceTable } from "./moderation-tables.ts";

const ADVICE = ["host", "level", "reason", "published"] as const;

export const recommendations = (session: Session): Recommendations => ({
  put: (recommendation) =>
    session.write(async (db) => {
      await db
        .insertInto("recommendation")
        .values(recommendation)
        .onConflict((conflict) => conflict.column("host").doUpdateSet(recommendation))
        .execute();
    }),
  withdraw: (host) =>
    session.write(async (db) => {
      const gone = await db.deleteFrom("recommendation").where("host", "=", host).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    }),
  own: () => session.read.selectFrom("recommendation").orderBy("host").select(ADVICE).execute(),
  async source(actor) {
    const rows = sourcesOf(session.read).where("actor", "=", actor);
    const row = await rows.executeTakeFirst();
    return row === undefined ? undefined : sourceFrom(row);
  },
  putSource: ({ actor, automatic, fetched }) =>
    session.write(async (db) => {
      const changes = { automatic: automatic ? (1 as const) : (0 as const), fetched: fetched ?? null };
      await db
        .insertInto("recommendation_source")
        .values({ actor, ...changes })
        .onConflict((conflict) => conflict.column("actor").doUpdateSet(changes))
        .execute();
    }),
  dropSource: (actor) =>
    session.write(async (db) => {
      await db.deleteFrom("recommendation_source").where("actor", "=", actor).execute();
    }),
  sources: async () => (await sourcesOf(session.read).orderBy("actor").execute()).map(sourceFrom),
  replaceList: (source, list) => session.write((db) => replaceList(db, source, list)),
  proposed: () =>
    session.read
      .selectFrom("proposed_level")
      .where("answered", "=", (row) => row.lit(0 as const))
      .orderBy("host")
      .select([...ADVICE, "source"])
      .execute(),
  answer: (source, host) =>
    session.write(async (db) => {
      await db
        .updateTable("proposed_level")
        .set({ answered: 1 })
        .where("source", "=", source)
        .where("host", "=", host)
        .execute();
    }),
});

const sourcesOf = (db: Db) => db.selectFrom("recommendation_source").selectAll();

const sourceFrom = ({ actor, automatic, fetched }: Selectable<RecommendationSourceTable>): RecommendationSource => ({
  actor,
  automatic: automatic === 1,
  ...(fetched === null ? {} : { fetched }),
});

async function replaceList(
  db: Db,
  source: RecommendationSource["actor"],
  list: readonly Recommendation[],
): Promise<void> {
  const before = await db.selectFrom("proposed_level").where("source", "=", source).selectAll().execute();
  await db.deleteFrom("proposed_level").where("source", "=", source).execute();
  const answered = new Map(before.filter((row) => row.answered === 1).map(({ host, level }) => [host, level]));
  for (const { host, level, reason, published } of list) {
    const isAnswered = answered.get(host) === level ? (1 as const) : (0 as const);
    await db
      .insertInto("proposed_level")
      .values({ source, host, level, reason, published, answered: isAnswered })
      .onConflict((conflict) => conflict.columns(["source", "host"]).doNothing())
      .execute();
  }
}

export const moderationViews = (db: Db): ModerationViews => ({
  changes: (limit) => db.selectFrom("level_change").orderBy("id", "desc").limit(limit).selectAll().execute(),
});

/** Long enough to see, and to undo, what somebody did; not a record of years. */
const CHANGES_ARE_KEPT: Duration = 365 * DAY;

export async function forgetLevelChanges(db: Db, now: Timestamp): Promise<void> {
  await db
    .deleteFrom("level_change")
    .where("at", "<", now - CHANGES_ARE_KEPT)
    .execute();
}
