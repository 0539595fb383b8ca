import type { Handle, Handles, LocalActor, LocalActors } from "@commonhall/domain";
import type { Insertable, Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { LocalActorTable } from "./key-tables.ts";

export const localActors = (session: Session): LocalActors => ({
  get: async (id) => actorFrom(await actorsIn(session.read).where("id", "=", id).executeTakeFirst()),
  byHandle: async (handle) => actorFrom(await actorsIn(session.read).where("handle", "=", handle).executeTakeFirst()),
  all: async () => (await actorsIn(session.read).orderBy("created").orderBy("id").execute()).map(present),
  put: (actor) => session.write((db) => putActor(db, actor)),
  markDeleted: (id, at) =>
    session.write(async (db) => {
      await db.updateTable("local_actor").set({ deleted: at }).where("id", "=", id).execute();
    }),
});

/** One name space for centres, campaigns and feeds; a name stays taken when its actor is deleted. */
export const handles = (session: Session): Handles => ({ isTaken: (handle) => isTaken(session.read, handle) });

async function isTaken(db: Db, handle: Handle): Promise<boolean> {
  const holder = await db.selectFrom("local_actor").select("id").where("handle", "=", handle).executeTakeFirst();
  return holder !== undefined;
}

const actorsIn = (db: Db) => db.selectFrom("local_actor").selectAll();

const actorFrom = (row: Selectable<LocalActorTable> | undefined): LocalActor | undefined =>
  row === undefined ? undefined : present(row);

const present = (row: Selectable<LocalActorTable>): LocalActor => ({
  id: row.id,
  kind: row.kind,
  ...(row.handle === null ? {} : { handle: row.handle }),
  document: row.document,
  keys: {
    rsaPrivate: row.rsa_private,
    rsaPublic: row.rsa_public,
    ed25519Private: row.ed25519_private,
    ed25519Public: row.ed25519_public,
  },
  created: row.created,
  ...(row.deleted === null ? {} : { deleted: row.deleted }),
});

async function putActor(db: Db, actor: LocalActor): Promise<void> {
  const { id, ...changes }: Insertable<LocalActorTable> = {
    id: actor.id,
    kind: actor.kind,
    handle: actor.handle ?? null,
    document: actor.document,
    rsa_private: actor.keys.rsaPrivate,
    rsa_public: actor.keys.rsaPublic,
    ed25519_private: actor.keys.ed25519Private,
    ed25519_public: actor.keys.ed25519Public,
    created: actor.created,
    deleted: actor.deleted ?? null,
  };
  await db
    .insertInto("local_actor")
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}
