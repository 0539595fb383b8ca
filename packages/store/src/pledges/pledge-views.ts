import {
  type ActorId,
  type CallResponse,
  type DeliveryState,
  type KeptPledge,
  type ObjectId,
  type PledgeLine,
  type PledgeViews,
  stateOf,
  type Timestamp,
} from "@commonhall/domain";
import { padded } from "../database/padded.ts";
import type { Db } from "../database/session.ts";
import { forCall, parsePledge, pledgeRows } from "./pledge-commits.ts";

export const pledgeViews = (db: Db): PledgeViews => ({
  get: async (id) => {
    const [line] = await linesFrom(db, (await pledgeRows(db).where("id", "=", id).execute()).map(parsePledge));
    return line;
  },
  forCall: (call) => linesFor(db, call),
  acknowledged: async (call, actor) => (await acknowledgements(db, call)).get(actor),
  responses: (call, among) => responses(db, call, among),
});

const linesFor = async (db: Db, call: ObjectId): Promise<readonly PledgeLine[]> =>
  linesFrom(db, (await forCall(db, call).execute()).map(parsePledge));

async function linesFrom(db: Db, pledges: readonly KeptPledge[]): Promise<readonly PledgeLine[]> {
  const names = await namesOf(db, pledges.map(peerOf));
  return pledges.map((pledge) => {
    const peer = peerOf(pledge);
    const { name, handle } = names(peer);
    return { ...pledge, peer, peerName: name, peerHandle: handle };
  });
}

const peerOf = ({ side, caller, pledger }: KeptPledge): ActorId => (side === "ours" ? caller : pledger);

type NamesOf = (actor: ActorId) => { readonly name: string; readonly handle: string };

/** Of an actor whose document is not here, its address stands for its name. */
async function namesOf(db: Db, actors: readonly ActorId[]): Promise<NamesOf> {
  const ids = padded([...new Set(actors)]);
  const rows =
    ids.length === 0
      ? []
      : await db.selectFrom("remote_actor").select(["id", "name", "handle"]).where("id", "in", ids).execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  return (actor) => known.get(actor) ?? { name: actor, handle: actor };
}

async function acknowledgements(db: Db, call: ObjectId): Promise<ReadonlyMap<ActorId, Timestamp>> {
  const rows = await db.selectFrom("acknowledgement").select(["actor", "at"]).where("call", "=", call).execute();
  return new Map(rows.map(({ actor, at }) => [actor, at]));
}

async function responses(db: Db, call: ObjectId, among: readonly ActorId[]): Promise<readonly CallResponse[]> {
  const acknowledged = await acknowledgements(db, call);
  const pledges = Map.groupBy(
    (await linesFor(db, call)).filter(({ side }) => side === "theirs"),
    ({ pledger }) => pledger,
  );
  const actors = [...new Set([...among, ...acknowledged.keys(), ...pledges.keys()])];
  const [names, delivered] = [await namesOf(db, actors), await deliveredTo(db, call, actors)];
  const all = actors.map((actor): CallResponse => {
    const [at, delivery] = [acknowledged.get(actor), delivered.get(actor)];
    return {
      actor,
      ...names(actor),
      ...(delivery === undefined ? {} : { delivery }),
      ...(at === undefined ? {} : { acknowledged: at }),
      pledges: (pledges.get(actor) ?? []).map(stateOf),
    };
  });
  return all.toSorted((a, b) => a.name.localeCompare(b.name) || (a.actor < b.actor ? -1 : 1));
}

/**
 * What became of it at each actor's inbox, or at the one that their server shares. It has arrived once anything about it
 * has: an Update supersedes what went before it.
 */
async function deliveredTo(
  db: Db,
  call: ObjectId,
  actors: readonly ActorId[],
): Promise<ReadonlyMap<ActorId, DeliveryState>> {
  if (actors.length === 0) return new Map();
  const rows = await db
    .selectFrom("activity")
    .innerJoin("delivery", "delivery.activity", "activity.sequence")
    .innerJoin("remote_actor", (join) =>
      join.on((actor) =>
        actor.or([
          actor("remote_actor.inbox", "=", actor.ref("delivery.inbox")),
          actor("remote_actor.shared_inbox", "=", actor.ref("delivery.inbox")),
        ]),
      ),
    )
    .where("activity.object", "=", call)
    .where("activity.type", "in", ["Create", "Update"])
    .where("remote_actor.id", "in", padded([...actors]))
    .select(["remote_actor.id", "delivery.state"])
    .execute();
  const states = new Map<ActorId, DeliveryState>();
  for (const { id, state } of rows) {
    const known = states.get(id);
    if (known === undefined || RANK[state] > RANK[known]) states.set(id, state);
  }
  return states;
}

/** The best that became of any of them. */
const RANK: Readonly<Record<DeliveryState, number>> = { done: 3, waiting: 2, gone: 1, failed: 0 };
