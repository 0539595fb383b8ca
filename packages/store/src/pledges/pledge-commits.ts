import {
  type Acknowledgement,
  type Acknowledgements,
  type ActivityId,
  type ActorId,
  hostOf,
  type KeptPledge,
  type ObjectId,
  type Pledges,
  stateOf,
  type Unanswered,
} from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import type { Flag } from "../objects/object-tables.ts";

export const pledges = (session: Session): Pledges => ({
  get: (id) => getPledge(session.read, id),
  byAgreement: async (agreement) =>
    pledgeFrom(
      await pledgeRows(session.read).where("agreement", "=", agreement).orderBy("offered").limit(1).executeTakeFirst(),
    ),
  put: (pledge) => session.write((db) => putPledge(db, pledge)),
  forNeed: async (need) => {
    const rows = await pledgeRows(session.read).where("need", "=", need).where("side", "=", "theirs").execute();
    return rows.map(parsePledge);
  },
  forCall: async (call) => (await forCall(session.read, call).execute()).map(parsePledge),
  unanswered: (call, pledger) => unanswered(session.read, call, pledger),
});

export const acknowledgements = (session: Session): Acknowledgements => ({
  add: (acknowledgement) => session.write((db) => addAcknowledgement(db, acknowledgement)),
  of: (call) => session.read.selectFrom("acknowledgement").selectAll().where("call", "=", call).execute(),
});

export const pledgeRows = (db: Db) => db.selectFrom("pledge").select(["data", "apart"]);

interface PledgeRow {
  readonly data: string;
  readonly apart: Flag;
}

export const forCall = (db: Db, call: ObjectId) =>
  pledgeRows(db).where("call", "=", call).orderBy("offered").orderBy("id");

/** Whether it waits apart the column says: strangers are let in all at once. */
export function parsePledge({ data, apart }: PledgeRow): KeptPledge {
  const kept: Omit<KeptPledge, "apart"> = JSON.parse(data);
  return { ...kept, apart: apart === 1 };
}

const pledgeFrom = (row: PledgeRow | undefined): KeptPledge | undefined =>
  row === undefined ? undefined : parsePledge(row);

const getPledge = async (db: Db, id: ActivityId): Promise<KeptPledge | undefined> =>
  pledgeFrom(await pledgeRows(db).where("id", "=", id).executeTakeFirst());

async function putPledge(db: Db, pledge: KeptPledge): Promise<void> {
  const { apart, ...kept } = pledge;
  const { id, side, call, need, pledger, caller, offered, answer } = kept;
  const changes = {
    side,
    call,
    need,
    pledger,
    pledger_host: hostOf(pledger),
    caller,
    state: stateOf(pledge),
    apart: apart ? 1 : 0,
    since: offered,
    agreement: answer === undefined || answer.type === "declined" ? null : answer.agreement,
    offered,
    data: JSON.stringify(kept),
  } as const;
  await db
    .insertInto("pledge")
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}

async function unanswered(db: Db, call: ObjectId, pledger: ActorId): Promise<Unanswered> {
  const rows = await db
    .selectFrom("pledge")
    .where("call", "=", call)
    .where("state", "in", ["offered", "withdrawn"])
    .where("agreement", "is", null)
    .where("pledger_host", "=", hostOf(pledger))
    .select((row) => ["pledger", row.fn.countAll<number>().as("count")])
    .groupBy("pledger")
    .execute();
  return {
    byPledger: rows.find((row) => row.pledger === pledger)?.count ?? 0,
    byHost: rows.reduce((sum, { count }) => sum + count, 0),
  };
}

async function addAcknowledgement(db: Db, { call, actor, at }: Acknowledgement): Promise<boolean> {
  const added = await db
    .insertInto("acknowledgement")
    .values({ call, actor, at })
    .onConflict((conflict) => conflict.columns(["call", "actor"]).doNothing())
    .returning("at")
    .executeTakeFirst();
  return added !== undefined;
}
