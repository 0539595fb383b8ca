import type { RemoteKeys } from "@commonhall/domain";
import type { Session } from "../database/session.ts";

export const remoteKeys = (session: Session): RemoteKeys => ({
  get: (id) =>
    session.read
      .selectFrom("remote_key")
      .select(["id", "owner", "algorithm", "public_key as publicKey", "fetched"])
      .where("id", "=", id)
      .executeTakeFirst(),
  put: ({ id, owner, algorithm, publicKey, fetched }) =>
    session.write(async (db) => {
      const changes = { owner, algorithm, public_key: publicKey, fetched };
      await db
        .insertInto("remote_key")
        .values({ id, ...changes })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
        .execute();
    }),
  delete: (id) =>
    session.write(async (db) => {
      await db.deleteFrom("remote_key").where("id", "=", id).execute();
    }),
});
