import type { Quantity } from "../calls/quantity.ts";
import type { DeliveryState } from "../delivery/delivery.ts";
import type { ActivityId, ActorId, ObjectId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import type { AcceptRefused, FulfilRefused, Unanswered } from "./answer-pledge.ts";
import type { OfferRefused, PledgeOver } from "./offer-pledge.ts";
import type { Pledge, PledgeState } from "./pledge.ts";

/** A pledge as it is kept here: one of ours for somebody's call, or somebody's for a call of ours. */
export interface KeptPledge extends Pledge {
  readonly side: "ours" | "theirs";
  /** Of somebody who is neither an ally nor attested: it waits in a list of its own until a person lets it in. */
  readonly apart: boolean;
  /** Of one of ours that was taken back: the activity that told of it. */
  readonly undo?: ActivityId;
  /** What people here did with it. `by` is a login name; it stays on the node. */
  readonly log: readonly PledgeEvent[];
}

export interface PledgeEvent {
  readonly at: Timestamp;
  readonly by: string;
  readonly what: PledgeState;
}

export interface Pledges {
  get(id: ActivityId): Promise<KeptPledge | undefined>;
  /** The pledge of ours that became this agreement on its caller's node. */
  byAgreement(agreement: ObjectId): Promise<KeptPledge | undefined>;
  put(pledge: KeptPledge): Promise<void>;
  /** Everything that was ever promised for a need of ours. */
  forNeed(need: ObjectId): Promise<readonly KeptPledge[]>;
  /** For a call of ours or of others, in the order in which they were offered. */
  forCall(call: ObjectId): Promise<readonly KeptPledge[]>;
  unanswered(call: ObjectId, pledger: ActorId): Promise<Unanswered>;
}

export interface Acknowledgements {
  /** False where it is known already: the first one counts. */
  add(acknowledgement: Acknowledgement): Promise<boolean>;
  of(call: ObjectId): Promise<readonly Acknowledgement[]>;
}

// ---- what a person can do, from the desk and from the command line alike ----

export interface PledgeWords {
  readonly quantity: Quantity;
  /** Plain text in the centre's first language. */
  readonly text?: string;
}

export interface PledgeDone {
  readonly id: ActivityId;
  readonly state: PledgeState;
}

export type PledgeRefused =
  | OfferRefused
  | PledgeOver
  | { readonly type: "no centre yet" }
  | TextTooLong
  /** The call is our own. */
  | { readonly type: "ourselves" }
  /** Nobody knows where the caller's inbox is: its server is gone, or does not answer. */
  | { readonly type: "unknown caller" };

export type PledgeAnswerRefused =
  | AcceptRefused
  | FulfilRefused
  | TextTooLong
  | { readonly type: "unknown pledge"; readonly id: string };

/** Counted as people do, not in bytes. */
export interface TextTooLong {
  readonly type: "text too long";
  readonly limit: number;
}

export const LONGEST_PLEDGE_TEXT = 2000;

export type WithdrawRefused = PledgeOver | { readonly type: "unknown pledge"; readonly id: string };

export interface PledgeCommands {
  pledge(need: ObjectId, words: PledgeWords, by: string): Promise<Result<PledgeDone, PledgeRefused>>;
  withdrawPledge(id: ActivityId, by: string): Promise<Result<PledgeDone, WithdrawRefused>>;
  /** All of it where no quantity is said. Answers how much is still missing. */
  acceptPledge(
    id: ActivityId,
    words: Partial<PledgeWords>,
    by: string,
  ): Promise<Result<PledgeDone & { readonly available: Quantity }, PledgeAnswerRefused>>;
  declinePledge(id: ActivityId, text: string | undefined, by: string): Promise<Result<PledgeDone, PledgeAnswerRefused>>;
  fulfilPledge(id: ActivityId, text: string | undefined, by: string): Promise<Result<PledgeDone, PledgeAnswerRefused>>;
  /** A person here has seen somebody's call, and whoever called may know. */
  acknowledgeCall(call: ObjectId, by: string): Promise<Result<undefined, AcknowledgeRefused>>;
}

export type AcknowledgeRefused =
  | { readonly type: "no centre yet" }
  | { readonly type: "unknown call"; readonly id: string }
  | { readonly type: "unknown caller" };

// ---- reading ----

export interface PledgeLine extends KeptPledge {
  /** The other side. */
  readonly peer: ActorId;
  readonly peerName: string;
  readonly peerHandle: string;
}

/** What became of a call at one of those whom it went to (row S6). Nothing about who read it. */
export interface CallResponse {
  readonly actor: ActorId;
  readonly name: string;
  readonly handle: string;
  /** Undefined where nothing was sent. */
  readonly delivery?: DeliveryState;
  /** When a person there said that they have seen it. */
  readonly acknowledged?: Timestamp;
  readonly pledges: readonly PledgeState[];
}

export interface PledgeViews {
  get(id: ActivityId): Promise<PledgeLine | undefined>;
  forCall(call: ObjectId): Promise<readonly PledgeLine[]>;
  acknowledged(call: ObjectId, actor: ActorId): Promise<Timestamp | undefined>;
  /** Those among whom it was meant for and everybody who acknowledged or pledged, by name. */
  responses(call: ObjectId, among: readonly ActorId[]): Promise<readonly CallResponse[]>;
}
