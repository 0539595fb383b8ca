import type { ActivityId, ActorId, ObjectId } from "../ids.ts";
import { DAY, SECOND, type Timestamp } from "../time.ts";
import { overFrom, type Ally, type AllyState, type AllyTerms } from "./ally.ts";

/**
 * Two centres and the last Offer between them. Each side keeps one row, and what it learns can only move that row up:
 *
 *                 Accept ┌──────────┐ Undo, or its last day
 *   offered ────────────▶│ accepted │─────────────┐
 *   received             └──────────┘             ▼
 *      │   │   Reject    ┌──────────┐  Undo   ┌───────┐
 *      │   └────────────▶│ declined │────────▶│ ended │
 *      │                 └──────────┘         └───────┘
 *      └────────────────────────────────────────▲
 *                         Undo
 *
 * Of two Offers the one that was made later counts, and of one Offer the state that is further on. So whatever is lost
 * for a while, doubled or comes out of order, both sides end with the same (wire.md 6). Who accepts and who declines is
 * whoever did not make the Offer; either of them ends it.
 */
type Rank = Pick<Ally, "offered" | "offer">;

/** Both sides see the same two values, so they agree on which of two Offers that crossed counts. */
const isLater = (a: Rank, b: Rank): boolean => a.offered > b.offered || (a.offered === b.offered && a.offer > b.offer);

const FURTHER: Readonly<Record<AllyState, number>> = { offered: 0, received: 0, accepted: 1, declined: 2, ended: 3 };

/** What an Offer says, from our side. */
export interface OfferedAlliance {
  readonly peer: ActorId;
  readonly offer: ActivityId;
  readonly relationship: ObjectId;
  readonly offeredBy: "us" | "them";
  readonly offered: Timestamp;
  readonly terms: AllyTerms;
}

const begun = (made: OfferedAlliance, state: AllyState, at: Timestamp): Ally => ({
  ...made,
  state,
  policy: made.terms.grid,
  since: at,
  apart: false,
});

/** An Offer has been made, by us or by them. Undefined where it changes nothing: it is known, or older than another. */
export function offerMade(current: Ally | undefined, made: OfferedAlliance, at: Timestamp): Ally | undefined {
  if (current !== undefined && !isLater(made, current)) return undefined;
  return begun(made, made.offeredBy === "us" ? "offered" : "received", at);
}

/** When an Offer of ours says that it was made: in whole seconds, as times travel, and after every other of the pair. */
export const nextOffered = (current: Rank | undefined, now: Timestamp): Timestamp =>
  Math.max(now - (now % SECOND), current === undefined ? 0 : current.offered + SECOND);

export interface OfferAnswered {
  readonly offer: ActivityId;
  readonly by: "us" | "them";
  readonly answer: "accepted" | "declined";
  /** The activity that says so. */
  readonly activity: ActivityId;
}

/** Only who was asked can answer. Undefined where it changes nothing. */
export function offerAnswered(current: Ally | undefined, answered: OfferAnswered, at: Timestamp): Ally | undefined {
  const { offer, by, answer, activity } = answered;
  if (current?.offer !== offer || current.offeredBy === by || FURTHER[answer] <= FURTHER[current.state]) {
    return undefined;
  }
  return { ...current, state: answer, answer: activity, since: at };
}

/** Either side has ended it, or taken the Offer back. One that has not come yet is remembered as ended. */
export function allianceEnded(current: Ally | undefined, made: OfferedAlliance, at: Timestamp): Ally | undefined {
  if (current === undefined || isLater(made, current)) return begun(made, "ended", at);
  return current.offer === made.offer ? endedNow(current, at) : undefined;
}

/** Undefined where it has ended already. */
export const endedNow = (current: Ally, at: Timestamp): Ally | undefined =>
  current.state === "ended" ? undefined : { ...current, state: "ended", since: at };

export const isAllianceOver = ({ state, terms }: Pick<Ally, "state" | "terms">, now: Timestamp): boolean =>
  state === "accepted" && now >= (overFrom(terms) ?? Number.POSITIVE_INFINITY);

// ---- reconciling, once a day ----

/** How the other side says that it stands with us; `state` as it sees it. */
export interface PeerSays {
  readonly made: OfferedAlliance;
  readonly state: AllyState;
}

export interface Reconciled {
  /** Where the row changes by it. */
  readonly next?: Ally;
  /** What they have not got, and is sent again. */
  readonly repeat?: ActivityId;
}

/**
 * What follows from how the other side says that it stands with us, asked for at `asked`. What they said since then has
 * come by itself, so a row that has changed meanwhile is left alone. Each side is believed about what it has done itself,
 * and stands by nothing that it does not know: where one says that it never answered, or does not know its own Offer, as
 * after going back to an old copy, the alliance has ended, and people offer it anew.
 */
export function reconciled(
  current: Ally | undefined,
  { made, state }: PeerSays,
  { asked, at }: { readonly asked: Timestamp; readonly at: Timestamp },
): Reconciled {
  if (current !== undefined && current.since > asked) return {};
  if (current === undefined || isLater(made, current)) {
    const isNews = made.offeredBy === "them" && state === "offered";
    return { next: begun(made, isNews ? "received" : "ended", at) };
  }
  if (current.offer !== made.offer) {
    return current.offeredBy === "us" ? { repeat: current.offer } : withEnd(current, at);
  }
  const confirmed = { ...current, confirmed: at };
  if (state === "ended") return withEnd(confirmed, at);
  return current.offeredBy === "us" ? ofOurOffer(confirmed, state, at) : ofTheirOffer(confirmed, state, at);
}

const withEnd = (current: Ally, at: Timestamp): Reconciled => ({ next: endedNow(current, at) ?? current });

function ofOurOffer(current: Ally, state: AllyState, at: Timestamp): Reconciled {
  if (state === "accepted" || state === "declined") {
    const isFurther = FURTHER[state] > FURTHER[current.state];
    return { next: isFurther ? { ...current, state, since: at } : current };
  }
  // They have not answered, whatever we believed.
  return FURTHER[current.state] > 0 ? withEnd(current, at) : { next: current };
}

function ofTheirOffer(current: Ally, state: AllyState, at: Timestamp): Reconciled {
  // A no of ours that we have forgotten is a no; a yes that we have forgotten is none.
  if (state === "declined" && FURTHER[current.state] < FURTHER[state])
    return { next: { ...current, state, since: at } };
  const isUnheard = state === "offered" && current.answer !== undefined && current.state !== "ended";
  return isUnheard ? { next: current, repeat: current.answer } : { next: current };
}

/** Trust does not fall by one bad request, nor by a week's outage; only by a week of being told that there is nothing. */
const TOLD_NOTHING_FOR = 7 * DAY;

/** They answer that there is nothing between us: they have forgotten it, have not got it, or cannot tell yet who asks. */
export function toldNothing(current: Ally, at: Timestamp): Reconciled {
  if (current.state === "accepted" || current.state === "received") {
    const last = Math.max(current.since, current.confirmed ?? 0);
    if (at - last >= TOLD_NOTHING_FOR) return withEnd(current, at);
  }
  const isOpen = current.state === "offered" || current.state === "accepted";
  const repeat = current.offeredBy === "us" ? current.offer : current.answer;
  return isOpen && repeat !== undefined ? { repeat } : {};
}
