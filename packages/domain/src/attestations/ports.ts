import type { AddressRefused } from "../following/commands.ts";
import type { HandshakeState } from "../handshake.ts";
import type { ActivityId, ActorId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { AttestationDraft, AttestationDraftRefused, AttestationRecord, Vouch, VouchState } from "./attestation.ts";

/** Attestations that our centre gave or was given. There may be several between two: an earlier one runs out by itself. */
export interface Attestations {
  byOffer(offer: ActivityId): Promise<AttestationRecord | undefined>;
  put(record: AttestationRecord): Promise<void>;
  /** The latest first. */
  between(issuer: ActorId, subject: ActorId): Promise<readonly AttestationRecord[]>;
  /** Accepted and not run out, the latest of each issuer: what stands in the subject's document. */
  heldBy(subject: ActorId, now: Timestamp): Promise<readonly AttestationRecord[]>;
  /** Those that the issuer has given and that hold no more, though their time has not run out. */
  takenBackBy(issuer: ActorId, now: Timestamp): Promise<readonly string[]>;
  /** Whom the issuer vouches for: those who have accepted, while it holds. */
  affiliatesOf(issuer: ActorId, now: Timestamp): Promise<readonly ActorId[]>;
}

/** Attestations that others show in their documents. */
export interface Vouches {
  of(subject: ActorId): Promise<readonly Vouch[]>;
  /** All that is known of the subject, which replaces what was known before. */
  replace(subject: ActorId, vouches: readonly Vouch[]): Promise<void>;
  /** Of one issuer, for when its lists have been read anew. */
  by(issuer: ActorId): Promise<readonly Vouch[]>;
  put(vouch: Vouch): Promise<void>;
  /** Issuers of vouches that have not run out and were looked into before that time. */
  dueIssuers(before: Timestamp, now: Timestamp): Promise<readonly ActorId[]>;
}

export interface AttestationAnswer {
  readonly issuer: ActorId;
  readonly subject: ActorId;
  readonly state: HandshakeState;
  readonly jws: string;
}

export type AttestRefused =
  | AddressRefused
  | AttestationDraftRefused
  | { readonly type: "not a centre"; readonly address: string }
  | { readonly type: "no such attestation"; readonly address: string }
  | { readonly type: "decided already"; readonly state: HandshakeState }
  /** Its time has run out, so there is nothing to accept any more. */
  | { readonly type: "run out"; readonly address: string }
  | { readonly type: "too large"; readonly bytes: number; readonly limit: number };

type Answer = Promise<Result<AttestationAnswer, AttestRefused>>;

export interface AttestationCommands {
  /** Vouches for a centre, which is asked to carry it. */
  attest(address: string, draft: AttestationDraft): Answer;
  /** Takes back whatever we have given to it. */
  revokeAttestation(address: string): Answer;
  /** The centre's side; `address` is the issuer's, or the id of the Offer. It stands in the centre's document from then on. */
  acceptAttestation(address: string): Answer;
  /** Also of one that has been accepted: it is taken out of the centre's document. */
  declineAttestation(address: string): Answer;
}

// ---- reading ----

export interface AttestationLine extends AttestationRecord {
  /** The side that is not ours. */
  readonly peer: ActorId;
  readonly handle: string;
  readonly name: string;
}

/** Somebody's word for somebody, as it stands now. */
export interface VouchLine extends Vouch {
  readonly issuerName: string;
  readonly state: VouchState;
  /** Whether the word of this issuer counts here: it is an ally of ours, it vouches for us too, or it is ourselves. */
  readonly counts: boolean;
}

/** Who vouches for an actor (row S8), from the weakest to the strongest. */
export const VOUCHING_LEVELS = ["centre only", "second organisation", "federation"] as const;
export type VouchingLevel = (typeof VOUCHING_LEVELS)[number];

export interface Vouching {
  readonly level: VouchingLevel;
  readonly vouches: readonly VouchLine[];
  readonly isAlly: boolean;
  /** Of the key that signs its documents; undefined where none is known. */
  readonly fingerprint?: string;
}

export interface AttestationViews {
  /** By our centre, the latest first. */
  given(): Promise<readonly AttestationLine[]>;
  /** To our centre, the latest first; without those that are kept apart. */
  received(): Promise<readonly AttestationLine[]>;
  /** Whom our centre vouches for now. */
  affiliates(): Promise<readonly AttestationLine[]>;
}

/** Who vouches for whom, as it stands at this moment. */
export interface VouchingViews {
  of(actor: ActorId): Promise<Vouching>;
}
