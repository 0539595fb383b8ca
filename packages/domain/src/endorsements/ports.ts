import type { AddressRefused } from "../following/commands.ts";
import type { HandshakeState } from "../handshake.ts";
import type { ActivityId, ActorId, ObjectId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Endorsement } from "./endorsement.ts";

export interface Endorsements {
  between(endorser: ActorId, campaign: ActorId): Promise<Endorsement | undefined>;
  byOffer(offer: ActivityId): Promise<Endorsement | undefined>;
  /** By the id of the Relationship. */
  byId(endorsement: ObjectId): Promise<Endorsement | undefined>;
  /** One row per pair: replaces the former one. */
  put(endorsement: Endorsement): Promise<void>;
}

export interface EndorsementAnswer {
  readonly id: ObjectId;
  readonly state: HandshakeState;
}

export type EndorseRefused =
  | AddressRefused
  | { readonly type: "not a campaign"; readonly address: string }
  | { readonly type: "campaign closed"; readonly name: string }
  /** No endorsement of this id, or by the campaign or the endorser of this id, stands where this can be done. */
  | { readonly type: "no such endorsement"; readonly id: string }
  | { readonly type: "decided already"; readonly state: HandshakeState };

type Answer = Promise<Result<EndorsementAnswer, EndorseRefused>>;

/** `id` is the endorsement's own id; where we endorse, the campaign's does as well. */
export interface EndorsementCommands {
  /** `@name@host` or the id of a campaign. Asked twice, the same offer is sent again. */
  endorse(campaign: string, how: { readonly unnamed: boolean }): Answer;
  withdrawEndorsement(id: string): Answer;
  acceptEndorsement(id: string): Answer;
  /** Also of one that has been accepted: it is taken off the list, and the endorser is told. */
  declineEndorsement(id: string): Answer;
  /** On the campaign's page and in its collection, or not. Nobody is told. */
  showEndorsement(id: string, shown: boolean): Answer;
}

// ---- reading ----

export interface EndorsementLine extends Endorsement {
  /** The side that is not ours. */
  readonly peer: ActorId;
  readonly handle: string;
  readonly name: string;
}

export interface EndorsementViews {
  /** Of a campaign of ours, the latest first; without those that are kept apart. */
  of(campaign: ActorId): Promise<readonly EndorsementLine[]>;
  /** Those that the public may know of, in the order in which they came. */
  shownOf(campaign: ActorId): Promise<readonly EndorsementLine[]>;
  /** By our centre, the latest first. */
  given(): Promise<readonly EndorsementLine[]>;
  /** Of campaigns of ours, waiting for somebody to decide. */
  waiting(): Promise<readonly EndorsementLine[]>;
  byId(endorsement: ObjectId): Promise<Endorsement | undefined>;
}
