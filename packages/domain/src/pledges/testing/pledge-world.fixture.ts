import { needOf, withAvailable } from "../../calls/answering.ts";
import type { Call, ReceivedCall } from "../../calls/call.ts";
import { endByCalendar } from "../../calls/call-states.ts";
import { intentOf, type Need } from "../../calls/need.ts";
import { hundredths, type Quantity } from "../../calls/quantity.ts";
import { hostOf, trusted, type ActivityId, type ActorId, type ObjectId } from "../../ids.ts";
import { DAY, type Timestamp } from "../../time.ts";
import { acceptPledge, declinePledge, fulfilPledge, takeBackOffer, takeInOffer } from "../answer-pledge.ts";
import { availableOf } from "../filled.ts";
import { hearAnswer, offerPledge, withdrawPledge } from "../offer-pledge.ts";
import { stateOf, type OfferedPledge, type Pledge, type PledgeAnswer } from "../pledge.ts";
import { reconcilePledge, type ListedPledge } from "../reconcile-pledge.ts";

/**
 * Some centres that call and pledge, each with what it keeps on its disk, and a network between them that does whatever
 * a test tells it to. It is the rules of this room and nothing else: no documents, no database, no waiting.
 */

/** What one node tells another. Whoever receives it knows from whom it came: requests are signed. */
export type Message =
  | { readonly type: "offer"; readonly offer: OfferedPledge }
  | { readonly type: "withdrawal"; readonly offer: OfferedPledge }
  | { readonly type: "answer"; readonly pledge: ActivityId; readonly answer: PledgeAnswer }
  /** How do my pledges for this call stand? */
  | { readonly type: "question"; readonly call: ObjectId }
  | { readonly type: "listing"; readonly call: ObjectId; readonly listed: ReadonlyMap<ActivityId, ListedPledge> };

export interface Letter {
  readonly from: ActorId;
  readonly to: ActorId;
  readonly message: Message;
}

/** Everything here survives a crash; a commit replaces all of it at once or nothing. */
export interface Disk {
  readonly id: ActorId;
  readonly call: Call;
  readonly known: readonly ReceivedCall[];
  readonly mine: ReadonlyMap<ActivityId, Pledge>;
  readonly theirs: ReadonlyMap<ActivityId, Pledge>;
  /** What is still to be sent. */
  readonly outbox: readonly Letter[];
}

export const START: Timestamp = Date.UTC(2026, 10, 22, 8);

/** Each of them calls, for `asked` hundredths of one thing and of another. */
export function world(asked: readonly (readonly [number, number])[]): readonly Disk[] {
  const calls = asked.map((quantities, index) =>
    callOf(trusted.actor(`https://n${index}.example/centres/c`), quantities),
  );
  return calls.map((call) => ({
    id: call.centre,
    call,
    known: calls.filter(({ id }) => id !== call.id).map(received),
    mine: new Map(),
    theirs: new Map(),
    outbox: [],
  }));
}

function callOf(centre: ActorId, quantities: readonly number[]): Call {
  const id = trusted.object(`https://${hostOf(centre)}/calls/1`);
  const needs = quantities.map((quantity, index): Need => {
    const asked = hundredths(quantity);
    const number = index + 1;
    return {
      id: trusted.object(`${id}/needs/${number}`),
      number,
      name: {},
      type: "legal",
      unit: "hours",
      quantity: asked,
      available: asked,
    };
  });
  return {
    id,
    centre,
    needs,
    urgency: "immediate",
    severity: "severe",
    certainty: "observed",
    exercise: false,
    text: {},
    expires: START + 7 * DAY,
    audience: { type: "allies" },
    regions: [],
    sectors: [],
    recognisable: false,
    status: "open",
    published: START,
    told: START,
    log: [],
  };
}

function received({
  id,
  centre,
  needs,
  expires,
  status,
  published,
  urgency,
  severity,
  certainty,
  exercise,
}: Call): ReceivedCall {
  const theirs = needs.map(({ id: need, name, type, quantity, unit, available }) => ({
    id: need,
    intent: intentOf(need),
    name,
    type,
    quantity,
    unit,
    available,
    until: expires,
  }));
  return { id, from: centre, needs: theirs, expires, status, published, urgency, severity, certainty, exercise };
}

const say = (disk: Disk, to: ActorId, message: Message): Disk => ({
  ...disk,
  outbox: [...disk.outbox, { from: disk.id, to, message }],
});

const mine = (disk: Disk, pledge: Pledge): Disk => ({ ...disk, mine: new Map(disk.mine).set(pledge.id, pledge) });

/** What is missing is written with every pledge that changes, as the commits of a node do. */
function theirs(disk: Disk, pledge: Pledge): Disk {
  const kept = new Map(disk.theirs).set(pledge.id, pledge);
  const need = needOf(disk.call, pledge.need);
  if (need === undefined) throw new Error("A pledge for another need");
  const call = withAvailable(disk.call, need.id, availableOf(need, forNeed(kept, need)));
  return { ...disk, theirs: kept, call };
}

export const forNeed = (pledges: ReadonlyMap<ActivityId, Pledge>, need: Pick<Need, "id">): Pledge[] =>
  [...pledges.values()].filter((pledge) => pledge.need === need.id);

// ---- what people do ----

export function pledges(disk: Disk, need: ObjectId, quantity: Quantity, name: string, now: Timestamp): Disk {
  const call = disk.known.find(({ needs }) => needs.some(({ id }) => id === need));
  const id = trusted.activity(`https://${hostOf(disk.id)}/pledges/${name}`);
  const offered = call === undefined ? undefined : offerPledge(call, { need, quantity }, { id, pledger: disk.id }, now);
  if (call === undefined || offered?.ok !== true) return disk;
  return say(mine(disk, offered.value), call.from, { type: "offer", offer: offered.value });
}

export function withdraws(disk: Disk, pledge: Pledge, now: Timestamp): Disk {
  const step = withdrawPledge(pledge, now);
  if (!step.ok) return disk;
  const { answer: _, withdrawn: __, ...offer } = step.value;
  return say(mine(disk, step.value), pledge.caller, { type: "withdrawal", offer });
}

const activityOf = (pledge: Pledge, what: string) =>
  trusted.activity(`${pledge.call}/activities/${what}/${encodeURIComponent(pledge.id)}`);

export function accepts(disk: Disk, pledge: Pledge, quantity: Quantity | undefined, now: Timestamp): Disk {
  const need = needOf(disk.call, pledge.need);
  if (need === undefined) return disk;
  const agreement = trusted.object(`${pledge.call}/agreements/${encodeURIComponent(pledge.id)}`);
  const step = acceptPledge(pledge, need.available, quantity, {
    activity: activityOf(pledge, "accept"),
    agreement,
    now,
  });
  return step.ok ? answers(disk, step.value) : disk;
}

export function declines(disk: Disk, pledge: Pledge, now: Timestamp): Disk {
  const step = declinePledge(pledge, { activity: activityOf(pledge, "reject"), now });
  return step.ok ? answers(disk, step.value) : disk;
}

export function fulfils(disk: Disk, pledge: Pledge, now: Timestamp): Disk {
  const step = fulfilPledge(pledge, { activity: activityOf(pledge, "confirm"), now });
  return step.ok ? answers(disk, step.value) : disk;
}

const answers = (disk: Disk, pledge: Pledge): Disk =>
  pledge.answer === undefined
    ? disk
    : say(theirs(disk, pledge), pledge.pledger, { type: "answer", pledge: pledge.id, answer: pledge.answer });

/** The call is over: whoever still waits for an answer gets one. */
export function ends(disk: Disk, now: Timestamp): Disk {
  const step = endByCalendar(disk.call, now);
  if (!step.ok) return disk;
  const open = [...disk.theirs.values()].filter((pledge) => stateOf(pledge) === "offered");
  return open.reduce((kept, pledge) => declines(kept, pledge, now), { ...disk, call: step.value });
}

export const asks = (disk: Disk): Disk =>
  [...new Set([...disk.mine.values()].map(({ call }) => call))].reduce((kept, call) => {
    const to = disk.known.find(({ id }) => id === call)?.from;
    return to === undefined ? kept : say(kept, to, { type: "question", call });
  }, disk);

// ---- what a node does with what it is told ----

export function hears(disk: Disk, { from, message }: Letter, now: Timestamp): Disk {
  switch (message.type) {
    case "offer":
      return hearsOffer(disk, from, message.offer, now);
    case "withdrawal":
      return hearsWithdrawal(disk, from, message.offer, now);
    case "answer": {
      const pledge = disk.mine.get(message.pledge);
      const heard = pledge === undefined ? undefined : hearAnswer(pledge, from, message.answer);
      return heard?.ok === true ? mine(disk, heard.value) : disk;
    }
    case "question":
      return message.call === disk.call.id
        ? say(disk, from, { ...message, type: "listing", listed: listing(disk, from) })
        : disk;
    case "listing":
      return hearsListing(disk, from, message.call, message.listed, now);
  }
}

const NONE = { byPledger: 0, byHost: 0 };

function hearsOffer(disk: Disk, from: ActorId, offer: OfferedPledge, now: Timestamp): Disk {
  const need = needOf(disk.call, offer.need);
  if (from !== offer.pledger || need === undefined) return disk;
  const taken = takeInOffer(disk.theirs.get(offer.id), offer, { call: disk.call, need, unanswered: NONE }, now);
  if (!taken.ok) return disk;
  const { pledge, closed } = taken.value;
  return closed ? declines(theirs(disk, pledge), pledge, now) : theirs(disk, pledge);
}

function hearsWithdrawal(disk: Disk, from: ActorId, offer: OfferedPledge, now: Timestamp): Disk {
  if (from !== offer.pledger || needOf(disk.call, offer.need) === undefined) return disk;
  const taken = takeBackOffer(disk.theirs.get(offer.id), offer, NONE, now);
  return taken.ok ? theirs(disk, taken.value) : disk;
}

function listing(disk: Disk, pledger: ActorId): ReadonlyMap<ActivityId, ListedPledge> {
  const asked = [...disk.theirs.values()].filter((pledge) => pledge.pledger === pledger);
  return new Map(
    asked.map(({ id, withdrawn, answer }) => [
      id,
      { withdrawn: withdrawn !== undefined, ...(answer === undefined ? {} : { answer }) },
    ]),
  );
}

function hearsListing(
  disk: Disk,
  from: ActorId,
  call: ObjectId,
  listed: ReadonlyMap<ActivityId, ListedPledge>,
  now: Timestamp,
): Disk {
  const asked = [...disk.mine.values()].filter((pledge) => pledge.call === call && pledge.caller === from);
  return asked.reduce((kept, pledge) => {
    const { pledge: known, again } = reconcilePledge(pledge, listed.get(pledge.id), now);
    const { answer: _, withdrawn: __, ...offer } = known;
    return again === undefined ? mine(kept, known) : say(mine(kept, known), from, { type: again, offer });
  }, disk);
}
