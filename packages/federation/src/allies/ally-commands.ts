import {
  actorId,
  checkTerms,
  endedNow,
  err,
  isSameTerms,
  nextOffered,
  offerAnswered,
  offerMade,
  ok,
  overFrom,
  withPolicy,
  type ActorId,
  type Ally,
  type AllyCommands,
  type AllyRefused,
  type AllyStanding,
  type AllyTerms,
  type OfferedAlliance,
  type RemoteActor,
  type Result,
} from "@commonhall/domain";
import { stopTelling } from "../audiences/stop-telling.ts";
import { findByAddress, findKnown, type AddressUse } from "../discovery/find-by-address.ts";
import { beginHandling, type Handling } from "../inbox/handling.ts";
import type { FederationPorts } from "../ports.ts";
import { forgetLater, moveAlly } from "./move-ally.ts";
import { sendAnswer, sendOffer, sendUndo } from "./send-ally.ts";

type AllyPorts = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct">;

type Answer = Result<AllyStanding, AllyRefused>;

/** What people decide about allies. Every yes and no of ours begins here and nowhere else. */
export function allyCommands(ports: AllyPorts, use: AddressUse): AllyCommands {
  return {
    offer: (address, terms) => offer(ports, use, address, terms),
    accept: (address) => answer(ports, use, address, "Accept"),
    decline: (address) => answer(ports, use, address, "Reject"),

    end: (address, { forget } = {}) =>
      changing(ports, address, async (handling, us, ally) => {
        const isOpen = ally.state === "offered" || ally.state === "accepted";
        const next = isOpen ? endedNow(ally, handling.now) : undefined;
        if (next === undefined) return err({ type: "nothing to end", address });
        await moveAlly(handling, ally, next);
        await sendUndo(handling, us, next);
        if (forget === "everything") {
          await forgetLater(handling.rooms, { type: "forget ally", actor: ally.peer, reach: forget });
        }
        return standing(next);
      }),

    allow: (address, policy) =>
      changing(ports, address, async ({ rooms }, _, ally) => {
        const next = withPolicy(ally, policy);
        await rooms.allies.put(next);
        await stopTelling(rooms, ally.peer);
        return standing(next);
      }),
  };
}

const standing = ({ relationship: id, peer, state }: Ally): Answer => ok({ id, peer, state });

async function offer(ports: AllyPorts, use: AddressUse, address: string, terms: AllyTerms): Promise<Answer> {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const checked = checkTerms(terms, ports.clock());
  if (!checked.ok) return checked;
  const found = await findByAddress(ports, use, address);
  if (!found.ok) return found;
  const unfit = unfitness(found.value, address);
  if (unfit !== undefined) return err(unfit);
  const { id: peer } = found.value;
  return inCommit(ports, async (handling) => {
    const { rooms, addresses, newId, now } = handling;
    const current = await rooms.allies.with(peer);
    if (current?.state === "accepted") return err({ type: "allies already", address });
    if (current?.state === "offered" && isSameTerms(current.terms, terms)) {
      await rooms.outbox.repeat(current.offer);
      return standing(current);
    }
    const made: OfferedAlliance = {
      peer,
      offer: addresses.activity(newId()),
      relationship: addresses.alliance(newId()),
      offeredBy: "us",
      offered: nextOffered(current, now),
      terms,
    };
    const next = offerMade(current, made, now);
    if (next === undefined) throw new Error("An Offer of ours is not the latest");
    await moveAlly(handling, current, next);
    await sendOffer(handling, centre.id, made);
    return standing(next);
  });
}

/** Nothing can be said to somebody alone who has no inbox alone. */
function unfitness({ type, inbox, sharedInbox }: RemoteActor, address: string): AllyRefused | undefined {
  if (type !== "Organization") return { type: "not a centre", address };
  return inbox === sharedInbox ? { type: "no inbox of its own", address } : undefined;
}

async function answer(ports: AllyPorts, use: AddressUse, address: string, type: "Accept" | "Reject"): Promise<Answer> {
  const known = await allyNamed(ports, address);
  if (known === undefined) return err({ type: "nothing to answer", address });
  // Who is not known yet could not be told: the answer goes to their own inbox.
  const actor = await ports.direct.remoteActors.get(known.peer);
  const found = actor === undefined ? await findByAddress(ports, use, known.peer) : ok(actor);
  if (!found.ok) return found;
  const unfit = type === "Accept" ? unfitness(found.value, address) : undefined;
  if (unfit !== undefined) return err(unfit);
  return changing(ports, address, async (handling, us, ally) => {
    const { addresses, newId, now } = handling;
    const { until } = ally.terms;
    if (ally.state !== "received") return err({ type: "nothing to answer", address });
    if (type === "Accept" && until !== undefined && (overFrom(ally.terms) ?? 0) <= now) {
      return err({ type: "offer over", until });
    }
    const id = addresses.activity(newId());
    const said = type === "Accept" ? "accepted" : "declined";
    const next = offerAnswered(ally, { offer: ally.offer, by: "us", answer: said, activity: id }, now);
    if (next === undefined) return err({ type: "nothing to answer", address });
    await moveAlly(handling, ally, { ...next, apart: false });
    await sendAnswer(handling, us, ally, { id, type });
    return standing(next);
  });
}

const inCommit = <T>(ports: AllyPorts, work: (handling: Handling) => Promise<T>): Promise<T> =>
  ports.work.run(async (rooms) => work(await beginHandling(ports, rooms, new Set())));

type Change = (handling: Handling, us: ActorId, ally: Ally) => Promise<Answer>;

/** For somebody with whom there has been an offer; nobody is asked over the network. */
async function changing(ports: AllyPorts, address: string, change: Change): Promise<Answer> {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const known = await allyNamed(ports, address);
  if (known === undefined) return err({ type: "nothing to end", address });
  return inCommit(ports, async (handling) => {
    const ally = await handling.rooms.allies.with(known.peer);
    return ally === undefined ? err({ type: "nothing to end", address }) : change(handling, centre.id, ally);
  });
}

/** Among those with whom there is or was something; nobody is asked over the network. */
async function allyNamed({ direct }: Pick<AllyPorts, "direct">, address: string): Promise<Ally | undefined> {
  const peer = (await findKnown(direct, address))?.id ?? actorId(address.trim());
  return peer === undefined ? undefined : direct.allies.with(peer);
}
