import type { ActorId, LeftBehind, Moved, Moves, Timestamp } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { MovedTable } from "./moving-tables.ts";
import { renameObject } from "./rename-object.ts";
import { renameOurs } from "./rename-ours.ts";

export const moves = (session: Session): Moves => ({
  from: async (former) => {
    const row = await session.read.selectFrom("moved").selectAll().where("former", "=", former).executeTakeFirst();
    return row === undefined ? undefined : movedFrom(row);
  },
  put: (moved) => session.write((db) => putMoved(db, moved)),
  mayAsk: (former, now, again) => session.write((db) => mayAsk(db, former, now, again)),
  renameOurs: (rewriting) => session.write((db) => renameOurs(db, rewriting)),
  rename: (before, after, author) => session.write((db) => renameObject(db, before, after, author)),
});

async function putMoved(db: Db, { former, later, at, left }: Moved): Promise<void> {
  const changes = { later, at, data: JSON.stringify(left) };
  await db
    .insertInto("moved")
    .values({ former, ...changes })
    .onConflict((conflict) => conflict.column("former").doUpdateSet(changes))
    .execute();
}

async function mayAsk(db: Db, former: ActorId, now: Timestamp, again: Timestamp): Promise<boolean> {
  const asked = await db.selectFrom("move_asked").select("until").where("former", "=", former).executeTakeFirst();
  if (asked !== undefined && asked.until > now) return false;
  await db.deleteFrom("move_asked").where("until", "<=", now).execute();
  await db.insertInto("move_asked").values({ former, until: again }).execute();
  return true;
}

export const movedFrom = ({ data, ...row }: Selectable<MovedTable>): Moved => ({
  ...row,
  left: leftFrom(JSON.parse(data)),
});

const KINDS: readonly LeftBehind[] = ["ally", "vouched for"];
const leftFrom = (json: unknown): readonly LeftBehind[] =>
  Array.isArray(json) ? KINDS.filter((kind) => json.includes(kind)) : [];
