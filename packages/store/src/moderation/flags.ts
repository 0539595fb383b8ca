import { MOST_OPEN_FLAGS, type Flag, type FlagViews, type Flags } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { FlagTable } from "./moderation-tables.ts";

export const flags = (session: Session): Flags => ({
  add: (flag) => session.write((db) => addFlag(db, flag)),
  close: (id) =>
    session.write(async (db) => {
      const closed = await db
        .updateTable("flag")
        .set({ closed: 1 })
        .where("id", "=", id)
        .where("closed", "=", 0)
        .executeTakeFirst();
      return closed.numUpdatedRows > 0n;
    }),
});

const open = (db: Db) => db.selectFrom("flag").where("closed", "=", (row) => row.lit(0 as const));

async function addFlag(db: Db, { id, from, host, tag, objects, text, received }: Flag): Promise<boolean> {
  const waiting = await open(db)
    .where("host", "=", host)
    .select((row) => row.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  if (waiting.count >= MOST_OPEN_FLAGS) return false;
  const row = { id, sender: from, host, tag: tag ?? null, objects: JSON.stringify(objects), text, received };
  const added = await db
    .insertInto("flag")
    .values({ ...row, closed: 0 })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export const flagViews = (db: Db): FlagViews => ({
  open: async () => (await open(db).orderBy("received").limit(200).selectAll().execute()).map(flagFrom),
});

const flagFrom = ({ id, sender, host, tag, objects, text, received }: Selectable<FlagTable>): Flag => ({
  id,
  from: sender,
  host,
  ...(tag === null ? {} : { tag }),
  objects: JSON.parse(objects),
  text,
  received,
});
