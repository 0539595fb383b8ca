import type { ActorId, CatchUp, CatchUps, Timestamp } from "@commonhall/domain";
import type { Selectable } from "kysely";
import { padded } from "../database/padded.ts";
import type { Db, Session } from "../database/session.ts";
import type { CatchUpTable } from "./following-tables.ts";

export const catchUps = (session: Session): CatchUps => ({
  async get(actor) {
    const row = await session.read.selectFrom("catch_up").selectAll().where("actor", "=", actor).executeTakeFirst();
    return row === undefined ? undefined : catchUpFrom(row);
  },
  begin: (actor, at) => session.write((db) => begin(db, actor, at)),
  put: (catchUp) => session.write((db) => put(db, catchUp)),
  takeDue: (before, now, limit) => session.write((db) => takeDue(db, before, now, limit)),
  drop: (actor) =>
    session.write(async (db) => void (await db.deleteFrom("catch_up").where("actor", "=", actor).execute())),
});

const catchUpFrom = ({ actor, since, complete, began, next, pages }: Selectable<CatchUpTable>): CatchUp => ({
  actor,
  since,
  complete,
  ...(began === null || next === null ? {} : { under: { began, next, pages } }),
});

async function begin(db: Db, actor: ActorId, at: Timestamp): Promise<void> {
  const fresh = { since: at, complete: at, asked: at, began: null, next: null, pages: 0 };
  await db
    .insertInto("catch_up")
    .values({ actor, ...fresh })
    .onConflict((conflict) => conflict.column("actor").doUpdateSet(fresh))
    .execute();
}

async function put(db: Db, { actor, since, complete, under }: CatchUp): Promise<void> {
  const { began = null, next = null, pages = 0 } = under ?? {};
  await db.updateTable("catch_up").set({ since, complete, began, next, pages }).where("actor", "=", actor).execute();
}

async function takeDue(db: Db, before: Timestamp, now: Timestamp, limit: number): Promise<readonly ActorId[]> {
  const due = await db
    .selectFrom("catch_up")
    .select("actor")
    .where("asked", "<=", before)
    .orderBy("asked")
    .limit(limit)
    .execute();
  if (due.length === 0) return [];
  const actors = due.map(({ actor }) => actor);
  await db.updateTable("catch_up").set({ asked: now }).where("actor", "in", padded(actors)).execute();
  return actors;
}
