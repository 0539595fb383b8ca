import {
  countryOf,
  subjectOf,
  trusted,
  type ActorId,
  type Bulletin,
  type Bulletins,
  type Host,
  type KeptRelease,
  type ObjectId,
  type ReadRelease,
  type StatTable,
  type Timestamp,
} from "@commonhall/domain";
import { padded } from "../database/padded.ts";
import type { Db, Session } from "../database/session.ts";

export const bulletins = (session: Session): Bulletins => ({
  released: (object) => getRelease(session.read, object),
  hasSaid: (subject) => hasSaid(session.read, subject),
  keepApproved: (release) => session.write((db) => keepApproved(db, release)),
  keepHeartbeat: (heartbeat) => session.write((db) => keepApproved(db, { ...heartbeat, approval: "" })),
  hasReleasedAt: (published) => hasReleasedAt(session.read, published),
  keepWithdrawal: (object, at, { payload, approval }) =>
    session.write(async (db) => {
      await db
        .updateTable("release")
        .set({ withdrawn: at, withdrawal_payload: payload, withdrawal_approval: approval })
        .where("object", "=", object)
        .where("withdrawn", "is", null)
        .execute();
    }),
  put: (read) => session.write((db) => put(db, read)),
  sentTo: (host) => sentTo(session.read, host),
  withdrawnOf: (actor, page) => withdrawnOf(session.read, actor, page),
  passedOn: (author) => passedOn(session.read, author),
  takeUnasked: (since, now) => session.write((db) => takeUnasked(db, since, now)),
});

async function getRelease(db: Db, object: ObjectId): Promise<KeptRelease | undefined> {
  const row = await db.selectFrom("release").selectAll().where("object", "=", object).executeTakeFirst();
  if (row === undefined) return undefined;
  const { published, payload, approval, subject, withdrawn } = row;
  return {
    object,
    published,
    payload,
    approval,
    ...(subject === null ? {} : { subject }),
    ...(withdrawn === null ? {} : { withdrawn }),
  };
}

async function hasSaid(db: Db, subject: string): Promise<boolean> {
  const said = await db.selectFrom("release").select("object").where("subject", "=", subject).executeTakeFirst();
  return said !== undefined;
}

async function hasReleasedAt(db: Db, published: Timestamp): Promise<boolean> {
  const said = await db.selectFrom("release").select("object").where("published", "=", published).executeTakeFirst();
  return said !== undefined;
}

async function keepApproved(db: Db, release: Omit<KeptRelease, "withdrawn">): Promise<void> {
  const { object, subject = null, published, payload, approval } = release;
  await db.insertInto("release").values({ object, subject, published, payload, approval }).execute();
}

async function put(db: Db, read: ReadRelease): Promise<boolean> {
  const { object, by: author, release } = read;
  const ours = await db.selectFrom("object").select("local").where("id", "=", object).executeTakeFirstOrThrow();
  const about = { object, author, ours: ours.local, published: read.published, subject: subjectOf(release) ?? "" };
  const isNew =
    release.type === "bulletin"
      ? await putBulletin(db, about, release.bulletin)
      : await putTable(db, about, release.table);
  if (isNew && ours.local === 0) await noteAuthor(db, author);
  return isNew;
}

interface About {
  readonly object: ObjectId;
  readonly author: ActorId;
  readonly ours: 0 | 1;
  readonly published: Timestamp;
  readonly subject: string;
}

async function putBulletin(db: Db, about: About, bulletin: Bulletin): Promise<boolean> {
  const { place, period, sector, abuse } = bulletin;
  const data = JSON.stringify(bulletin);
  const added = await db
    .insertInto("bulletin")
    .values({ ...about, place, country: countryOf(place), period, sector, data })
    .onConflict((conflict) => conflict.doNothing())
    .returning("object")
    .executeTakeFirst();
  if (added === undefined) return false;
  const codes = abuse.map(({ code }) => ({ object: about.object, code }));
  if (codes.length > 0) await db.insertInto("bulletin_code").values(codes).execute();
  return true;
}

async function putTable(db: Db, about: About, table: StatTable): Promise<boolean> {
  const { place, period } = table;
  const added = await db
    .insertInto("statistics")
    .values({ ...about, country: countryOf(place), period, data: JSON.stringify(table) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("object")
    .executeTakeFirst();
  return added !== undefined;
}

async function noteAuthor(db: Db, author: ActorId): Promise<void> {
  await db
    .insertInto("bulletin_author")
    .values({ author, asked: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Releases of ours; a few hundred in ten years. */
const releases = (db: Db) => db.selectFrom("release").select("object");

const tellings = (db: Db, of: ReturnType<typeof releases>) =>
  db.selectFrom("activity").where("object", "in", of).where("type", "=", "Create").select("sequence");

/** Deliveries that may have come: those that waited until their release was taken back never left. */
const sent = (db: Db, told: ReturnType<typeof tellings>) =>
  db
    .selectFrom("delivery")
    .where("delivery.activity", "in", told)
    .where((on) => on.or([on("delivery.state", "=", "done"), on("delivery.attempts", ">", 0)]));

async function sentTo(db: Db, host: Host): Promise<readonly ActorId[]> {
  const inboxes = sent(db, tellings(db, releases(db)))
    .where("delivery.host", "=", host)
    .select("delivery.inbox");
  const own = await db.selectFrom("remote_actor").where("inbox", "in", inboxes).select("id").execute();
  const shared = await db.selectFrom("remote_actor").where("shared_inbox", "in", inboxes).select("id").execute();
  return [...new Set([...own, ...shared].map(({ id }) => id))].toSorted();
}

async function withdrawnOf(
  db: Db,
  actor: ActorId,
  { after = trusted.object(""), limit }: { readonly after?: ObjectId; readonly limit: number },
): Promise<readonly ObjectId[]> {
  const known = await db
    .selectFrom("remote_actor")
    .where("id", "=", actor)
    .select(["inbox", "shared_inbox"])
    .executeTakeFirst();
  if (known === undefined) return [];
  const withdrawn = releases(db).where("withdrawn", "is not", null).where("object", ">", after);
  const got = sent(db, tellings(db, withdrawn)).where("delivery.inbox", "in", [
    known.inbox,
    known.shared_inbox ?? known.inbox,
  ]);
  const rows = await db
    .selectFrom("activity")
    .where("sequence", "in", got.select("delivery.activity"))
    .select("object")
    .orderBy("object")
    .limit(limit)
    .execute();
  return rows.map(({ object }) => object);
}

/** Who has nothing here any more is not asked. */
async function takeUnasked(db: Db, since: Timestamp, now: Timestamp): Promise<readonly ActorId[]> {
  const unasked = await db.selectFrom("bulletin_author").select("author").where("asked", "<=", since).execute();
  if (unasked.length === 0) return [];
  const authors = padded(unasked.map(({ author }) => author));
  await db.updateTable("bulletin_author").set({ asked: now }).where("author", "in", authors).execute();
  const bulletin = db.selectFrom("bulletin").select("author").where("author", "in", authors);
  const rows = await bulletin
    .union(db.selectFrom("statistics").select("author").where("author", "in", authors))
    .execute();
  return rows.map(({ author }) => author);
}

async function passedOn(db: Db, author: ActorId): Promise<readonly ObjectId[]> {
  const rows = await db
    .selectFrom("arrival")
    .select("object")
    .where((row) =>
      row.or([
        row("object", "in", db.selectFrom("bulletin").select("object").where("author", "=", author)),
        row("object", "in", db.selectFrom("statistics").select("object").where("author", "=", author)),
      ]),
    )
    .where("via", "is not", null)
    .execute();
  return rows.map(({ object }) => object);
}
