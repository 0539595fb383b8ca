import { type Allies, type Ally, type Clock, overFrom } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";

export const allies = (session: Session, clock: Clock): Allies => ({
  with: (peer) => one(rows(session.read).where("peer", "=", peer)),
  byOffer: (offer) => one(rows(session.read).where("offer", "=", offer).limit(1)),
  put: (ally) => session.write((db) => putAlly(db, ally)),
  accepted: async () => (await acceptedOn(session.read, clock).execute()).map(allyFrom),
  over: async () =>
    (await rows(session.read).where("state", "=", "accepted").where("over", "<=", clock()).execute()).map(allyFrom),
});

const rows = (db: Db) => db.selectFrom("ally").select("data");

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

export const allyFrom = ({ data }: { readonly data: string }): Ally => JSON.parse(data);

async function putAlly(db: Db, ally: Ally): Promise<void> {
  const { peer, offer, state, since } = ally;
  const changes = { offer, state, since, over: overFrom(ally.terms) ?? null, data: JSON.stringify(ally) };
  await db
    .insertInto("ally")
    .values({ peer, ...changes })
    .onConflict((conflict) => conflict.column("peer").doUpdateSet(changes))
    .execute();
}
