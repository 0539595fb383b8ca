import {
  type ActorId,
  type Allies,
  type Ally,
  type AllyState,
  type Clock,
  overFrom,
  type Timestamp,
} from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { AllyTable } from "./ally-tables.ts";

export const allies = (session: Session, clock: Clock): Allies => ({
  with: (peer) => one(rows(session.read).where("peer", "=", peer)),
  byOffer: (offer) => one(rows(session.read).where("offer", "=", offer).limit(1)),
  put: (ally) => session.write((db) => putAlly(db, ally)),
  accepted: async () => (await acceptedOn(session.read, clock).execute()).map(allyFrom),
  over: async () =>
    (await rows(session.read).where("state", "=", "accepted").where("over", "<=", clock()).execute()).map(allyFrom),
  takeUnasked: async (since, now) => {
    // Looking first costs no write: there are allies to ask once a day, and somebody looks every minute.
    const due = await unasked(session.read, since).limit(1).executeTakeFirst();
    return due === undefined ? [] : session.write((db) => takeUnasked(db, since, now));
  },
});

const rows = (db: Db) => db.selectFrom("ally").select(["data", "apart"]);

/** A centre has tens of allies, so all of them are read together. */
const acceptedOn = (db: Db, clock: Clock) =>
  rows(db)
    .where("state", "=", "accepted")
    .where((ally) => ally.or([ally("over", "is", null), ally("over", ">", clock())]))
    .orderBy("peer");

const one = async (query: ReturnType<typeof rows>): Promise<Ally | undefined> => {
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : allyFrom(row);
};

type Row = Pick<Selectable<AllyTable>, "data" | "apart">;

export const allyFrom = ({ data, apart }: Row): Ally => ({ ...JSON.parse(data), apart: apart === 1 });

async function putAlly(db: Db, { apart: isApart, ...ally }: Ally): Promise<void> {
  const { peer, offer, relationship, state, since } = ally;
  const [over, data] = [overFrom(ally.terms) ?? null, JSON.stringify(ally)];
  const apart = isApart ? (1 as const) : (0 as const);
  const changes = { offer, relationship, state, since, over, apart, data };
  await db
    .insertInto("ally")
    .values({ peer, asked: since, ...changes })
    .onConflict((conflict) => conflict.column("peer").doUpdateSet(changes))
    .execute();
}

const OPEN: readonly AllyState[] = ["offered", "received", "accepted"];

const unasked = (db: Db, since: Timestamp) =>
  db.selectFrom("ally").select("peer").where("state", "in", OPEN).where("asked", "<=", since).orderBy("peer");

async function takeUnasked(db: Db, since: Timestamp, now: Timestamp): Promise<readonly ActorId[]> {
  const peers = (await unasked(db, since).execute()).map(({ peer }) => peer);
  await db.updateTable("ally").set({ asked: now }).where("state", "in", OPEN).where("asked", "<=", since).execute();
  return peers;
}
