import type { WorkInProgress, WorkInProgressStore } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Session } from "../database/session.ts";
import type { WorkInProgressTable } from "./campaign-tables.ts";

export const workInProgress = (session: Session): WorkInProgressStore => ({
  save: ({ id, kind, by, saved, fields }) =>
    session.write(async (db) => {
      const changes = { kind, by, saved, fields: JSON.stringify(fields), checks: "[]" };
      await db
        .insertInto("work_in_progress")
        .values({ id, ...changes })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
        .execute();
    }),
  check: (id, saved, check) =>
    session.write(async (db) => {
      const row = await db
        .selectFrom("work_in_progress")
        .selectAll()
        .where("id", "=", id)
        .where("saved", "=", saved)
        .executeTakeFirst();
      if (row === undefined) return false;
      const others = workFrom(row).checks.filter(({ by }) => by !== check.by);
      const checks = JSON.stringify([...others, check]);
      await db.updateTable("work_in_progress").set({ checks }).where("id", "=", id).execute();
      return true;
    }),
  get: async (id) => {
    const row = await session.read.selectFrom("work_in_progress").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? undefined : workFrom(row);
  },
  list: async () => {
    const rows = await session.read.selectFrom("work_in_progress").selectAll().orderBy("saved", "desc").execute();
    return rows.map(workFrom);
  },
  delete: (id) =>
    session.write(async (db) => {
      await db.deleteFrom("work_in_progress").where("id", "=", id).execute();
    }),
});

const workFrom = (row: Selectable<WorkInProgressTable>): WorkInProgress => ({
  ...row,
  fields: JSON.parse(row.fields),
  checks: JSON.parse(row.checks),
});
