import type { Centre, Centres } from "@commonhall/domain";
import type { Session } from "../database/session.ts";
import type { Settings } from "../store.ts";

/** A node has one centre. */
export const centres = (session: Session): Centres => ({
  get: async () => {
    const row = await session.read.selectFrom("centre").select("data").limit(1).executeTakeFirst();
    return row === undefined ? undefined : parseCentre(row.data);
  },
  put: (centre) =>
    session.write(async (db) => {
      const data = JSON.stringify(centre);
      await db
        .insertInto("centre")
        .values({ id: centre.id, data })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ data }))
        .execute();
    }),
});

const parseCentre = (data: string): Centre => JSON.parse(data);

export const settings = (session: Session): Settings => ({
  get: async (key) =>
    (await session.read.selectFrom("setting").select("value").where("key", "=", key).executeTakeFirst())?.value,
  set: (key, value) =>
    session.write(async (db) => {
      await db
        .insertInto("setting")
        .values({ key, value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
    }),
});
