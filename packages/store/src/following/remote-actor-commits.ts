import type { ActorId, RemoteActor, RemoteActors, Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { inboxNumber, markInboxGone } from "../delivery/remote-inbox-commits.ts";

export const remoteActors = (session: Session): RemoteActors => ({
  get: (id) => readActor(session.read, (query) => query.where("remote_actor.id", "=", id)),
  byHandle: (handle) =>
    readActor(session.read, (query) =>
      query.where("remote_actor.handle", "=", handle).orderBy("remote_actor.fetched", "desc").limit(1),
    ),
  put: (actor) => session.write((db) => putActor(db, actor)),
  markGone: (id, at) => session.write((db) => markActorGone(db, id, at)),
});

const actorsThatAreThere = (db: Db) =>
  db
    .selectFrom("remote_actor")
    .innerJoin("remote_inbox as own", "own.id", "remote_actor.inbox")
    .leftJoin("remote_inbox as shared", "shared.id", "remote_actor.shared_inbox")
    .where("remote_actor.gone", "is", null)
    .select(["remote_actor.id", "remote_actor.type", "remote_actor.kind", "remote_actor.handle", "remote_actor.host"])
    .select(["remote_actor.name", "remote_actor.outbox", "remote_actor.document", "remote_actor.fetched"])
    .select(["own.url as inbox", "shared.url as shared_inbox"]);

type ActorQuery = ReturnType<typeof actorsThatAreThere>;

async function readActor(db: Db, narrow: (query: ActorQuery) => ActorQuery): Promise<RemoteActor | undefined> {
  const row = await narrow(actorsThatAreThere(db)).executeTakeFirst();
  if (row === undefined) return undefined;
  const { kind, shared_inbox: sharedInbox, outbox, ...actor } = row;
  return {
    ...actor,
    ...(kind === null ? {} : { kind }),
    ...(sharedInbox === null ? {} : { sharedInbox }),
    ...(outbox === null ? {} : { outbox }),
  };
}

/** An actor whose document was fetched is there, whatever its inboxes answered before. */
async function putActor(db: Db, actor: RemoteActor): Promise<void> {
  const inbox = await inboxNumber(db, actor.inbox);
  const shared = actor.sharedInbox === undefined ? null : await inboxNumber(db, actor.sharedInbox);
  const changes = {
    type: actor.type,
    kind: actor.kind ?? null,
    handle: actor.handle,
    host: actor.host,
    name: actor.name,
    inbox,
    shared_inbox: shared,
    outbox: actor.outbox ?? null,
    document: actor.document,
    fetched: actor.fetched,
    gone: null,
  };
  await db
    .insertInto("remote_actor")
    .values({ id: actor.id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
  await db
    .updateTable("remote_inbox")
    .set({ gone: null })
    .where("id", "in", [inbox, shared ?? inbox])
    .where("gone", "is not", null)
    .execute();
}

async function markActorGone(db: Db, id: ActorId, at: Timestamp): Promise<void> {
  const gone = await db
    .updateTable("remote_actor")
    .set({ gone: at })
    .where("id", "=", id)
    .returning(["inbox", "shared_inbox"])
    .executeTakeFirst();
  await db.deleteFrom("remote_key").where("owner", "=", id).execute();
  await db
    .updateTable("follow")
    .set({ state: "ended", since: at })
    .where((follow) => follow.or([follow("follower", "=", id), follow("followed", "=", id)]))
    .where("state", "!=", "ended")
    .execute();
  if (gone !== undefined && !(await isSharedInbox(db, gone.inbox))) await markInboxGone(db, gone.inbox, at);
}

/** Some programs give all of their actors one inbox. */
async function isSharedInbox(db: Db, inbox: number): Promise<boolean> {
  const reader = await db
    .selectFrom("remote_actor")
    .select("id")
    .where((actor) => actor.or([actor("inbox", "=", inbox), actor("shared_inbox", "=", inbox)]))
    .where("gone", "is", null)
    .executeTakeFirst();
  return reader !== undefined;
}
