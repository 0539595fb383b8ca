import { needIsLive } from "../calls/answering.ts";
import type { Call } from "../calls/call.ts";
import type { Need } from "../calls/need.ts";
import { NO_QUANTITY, type Quantity } from "../calls/quantity.ts";
import type { ActivityId, ObjectId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { Texts } from "../texts.ts";
import { SECOND, type Timestamp } from "../time.ts";
import { canBeCounted, type NotWhole, type PledgeOver } from "./offer-pledge.ts";
import { stateOf, type OfferedPledge, type Pledge } from "./pledge.ts";

/** The caller's side. */

export type OfferIgnored =
  | "the need asks for something else"
  | "it is somebody else's"
  | "it is known"
  | "too many of this kind wait already";

/**
 * How many offers for the call nobody has answered, by this pledger and by everybody on its server; those that were taken
 * back are among them.
 */
export interface Unanswered {
  readonly byPledger: number;
  readonly byHost: number;
}

/** More than anybody means, and few enough that a person can go through them. */
const MOST_UNANSWERED: Unanswered = { byPledger: 20, byHost: 60 };

/**
 * An offer comes in. `closed` where the need is wanted no more, so that it has to be declined. What was taken back
 * before it came stays so.
 */
export function takeInOffer(
  known: Pledge | undefined,
  offer: OfferedPledge,
  { call, need, unanswered }: { readonly call: Call; readonly need: Need; readonly unanswered: Unanswered },
  now: Timestamp,
): Result<{ readonly pledge: Pledge; readonly closed: boolean }, OfferIgnored> {
  if (known !== undefined) return err(known.pledger === offer.pledger ? "it is known" : "it is somebody else's");
  if (!fits(offer, need)) return err("the need asks for something else");
  if (isTooMuch(unanswered)) return err("too many of this kind wait already");
  return ok({ pledge: offer, closed: !needIsLive(call, need, now) });
}

/**
 * The pledger takes an offer back; of one that has not come, it is remembered that it is taken back, so that it does not
 * begin when it comes.
 */
export function takeBackOffer(
  known: Pledge | undefined,
  offer: OfferedPledge,
  unanswered: Unanswered,
  at: Timestamp,
): Result<Pledge, OfferIgnored | "it changes nothing"> {
  if (known === undefined && isTooMuch(unanswered)) return err("too many of this kind wait already");
  const pledge: Pledge = known ?? offer;
  if (pledge.pledger !== offer.pledger) return err("it is somebody else's");
  return pledge.withdrawn === undefined ? ok({ ...pledge, withdrawn: at }) : err("it changes nothing");
}

const isTooMuch = ({ byPledger, byHost }: Unanswered): boolean =>
  byPledger >= MOST_UNANSWERED.byPledger || byHost >= MOST_UNANSWERED.byHost;

const fits = (offer: OfferedPledge, need: Need): boolean =>
  offer.need === need.id && offer.unit === need.unit && offer.quantity > NO_QUANTITY;

/** What an answer carries besides what it says. */
export interface AnswerStamp {
  readonly activity: ActivityId;
  readonly now: Timestamp;
  readonly text?: Texts;
}

export type AcceptRefused =
  | PledgeOver
  | NotWhole
  | { readonly type: "more than offered"; readonly offered: Quantity }
  /** Others have been accepted meanwhile; so much is still missing. */
  | { readonly type: "more than available"; readonly available: Quantity };

/**
 * Exact: no unit is filled twice. `available` is what is missing in the commit that this is part of; all that was offered
 * is accepted where no quantity is said.
 */
export function acceptPledge(
  pledge: Pledge,
  available: Quantity,
  wanted: Quantity | undefined,
  stamp: AnswerStamp & { readonly agreement: ObjectId },
): Result<Pledge, AcceptRefused> {
  const state = stateOf(pledge);
  if (state !== "offered") return err({ type: "pledge over", state });
  const quantity = wanted ?? pledge.quantity;
  if (quantity > pledge.quantity) return err({ type: "more than offered", offered: pledge.quantity });
  if (!canBeCounted(quantity, pledge.unit)) return err({ type: "not whole" });
  if (quantity > available) return err({ type: "more than available", available });
  const { agreement } = stamp;
  return ok({ ...pledge, answer: { type: "accepted", quantity, agreement, ...stamped(pledge, stamp) } });
}

/** An offer that has been accepted is the pledger's to take back: else two would believe for a while that they fill one unit. */
export function declinePledge(pledge: Pledge, stamp: AnswerStamp): Result<Pledge, PledgeOver> {
  const state = stateOf(pledge);
  if (state !== "offered") return err({ type: "pledge over", state });
  return ok({ ...pledge, answer: { type: "declined", ...stamped(pledge, stamp) } });
}

export type FulfilRefused = PledgeOver | { readonly type: "not accepted" };

/** What was promised has come about. */
export function fulfilPledge(pledge: Pledge, stamp: AnswerStamp): Result<Pledge, FulfilRefused> {
  const state = stateOf(pledge);
  const { answer } = pledge;
  if (state === "offered") return err({ type: "not accepted" });
  if (state !== "accepted" || answer?.type !== "accepted") return err({ type: "pledge over", state });
  const { quantity, agreement } = answer;
  return ok({ ...pledge, answer: { type: "fulfilled", quantity, agreement, ...stamped(pledge, stamp) } });
}

/** In whole seconds, as times are on the wire; never before the answer that it comes after, wherever the clock went. */
function stamped({ answer }: Pledge, { activity, now, text }: AnswerStamp) {
  const at = Math.max(now - (now % SECOND), answer?.at ?? 0);
  return { activity, at, ...(text === undefined ? {} : { text }) };
}
