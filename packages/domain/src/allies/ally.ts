import type { SharedKind } from "../audiences/audience.ts";
import type { ActivityId, ActorId, ObjectId } from "../ids.ts";
import { DAY, startOfDay, type PlainDate, type Timestamp } from "../time.ts";

/** `offered` by us, `received` from them. */
export type AllyState = "offered" | "received" | "accepted" | "declined" | "ended";

/** For each kind: whether we send it to them, take it from them, and whether it may be passed on. */
export type AllyGrid = Readonly<Record<SharedKind, AllyCell>>;

export interface AllyCell {
  readonly send: boolean;
  readonly accept: boolean;
  /** Whether the one who gets it may pass it on, whichever of the two that is. Nobody can be made to keep it. */
  readonly passOn: boolean;
}

/** What both sides sign (row F3), as our side sees it: what we send is what they accept. */
export interface AllyTerms {
  readonly grid: AllyGrid;
  /** The last day. The alliance ends by itself after it. */
  readonly until?: PlainDate;
  /** Why, in a sentence or two of plain text. */
  readonly purpose?: string;
}

/** Another centre and ours, each of which has said yes to the other (wire.md 6). It is no follow, and no follow makes it. */
export interface Ally {
  readonly peer: ActorId;
  /** The Offer in force. A second Offer of the same pair replaces it. */
  readonly offer: ActivityId;
  /** The Relationship that is offered. */
  readonly relationship: ObjectId;
  readonly offeredBy: "us" | "them";
  /** When the Offer says that it was made, in whole seconds: of two Offers of a pair the later one counts, on both sides. */
  readonly offered: Timestamp;
  /** The Accept or Reject that answered it. */
  readonly answer?: ActivityId;
  readonly state: AllyState;
  readonly terms: AllyTerms;
  /** What our desk allows within the terms: never more than they say. */
  readonly policy: AllyGrid;
  readonly since: Timestamp;
  /** When the other side last said that it sees it as we do. */
  readonly confirmed?: Timestamp;
  /** It waits apart from the desk, until somebody lets it in. */
  readonly apart: boolean;
}

/** From when on it is over: the day after its last one has begun, in every time zone of the world. */
export const overFrom = ({ until }: Pick<AllyTerms, "until">): Timestamp | undefined =>
  until === undefined ? undefined : startOfDay(until) + DAY + DAY / 2;
