import type { Region } from "../codes/regions.ts";
import type { Sector } from "../codes/sectors.ts";
import type { Handshake } from "../handshake.ts";
import type { ActorId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { addMonths, DAY, dateOf, startOfDay, type PlainDate, type Timestamp } from "../time.ts";

/** What a centre is to the federation that speaks for it. */
export const RELATIONS = ["affiliate", "observer", "organising-partner"] as const;
export type Relation = (typeof RELATIONS)[number];

/** What a federation says of a centre, and signs (wire.md 6). */
export interface Attestation {
  readonly jti: string;
  readonly issuer: ActorId;
  readonly subject: ActorId;
  readonly relation: Relation;
  /** In whole seconds, as JSON Web Tokens count. */
  readonly issued: Timestamp;
  readonly expires: Timestamp;
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
  /** Where the issuer lists those that it has taken back. */
  readonly status: string;
}

/** One that our centre has given, or that it was given. `withdrawn`: revoked by the issuer. `declined`: the centre does not want it, or gave it up. */
export interface AttestationRecord extends Handshake {
  readonly attestation: Attestation;
  /** Compact JWS. */
  readonly jws: string;
  /** Came from a stranger and has not been let in to the desk. */
  readonly apart: boolean;
}

/** It holds for thirteen months at most: a year, and a month in which to renew it. */
export const LONGEST_MONTHS = 13;
const USUAL_MONTHS = 12;

export interface AttestationDraft {
  readonly relation: Relation;
  /** The last day on which it holds; a year from today where nothing is said. */
  readonly until?: PlainDate;
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
}

export type AttestationDraftRefused =
  | { readonly type: "until in the past"; readonly until: PlainDate; readonly today: PlainDate }
  | { readonly type: "until too late"; readonly until: PlainDate; readonly latest: PlainDate };

/** When it is issued and when it ends, or why it cannot be given like this. */
export function attestationDates(
  { until }: Pick<AttestationDraft, "until">,
  now: Timestamp,
): Result<Pick<Attestation, "issued" | "expires">, AttestationDraftRefused> {
  const today = dateOf(now);
  const last = until ?? addMonths(today, USUAL_MONTHS);
  // The day before, so that it never holds longer than thirteen months to the second.
  const latest = dateOf(startOfDay(addMonths(today, LONGEST_MONTHS)) - DAY);
  if (last < today) return err({ type: "until in the past", until: last, today });
  if (last > latest) return err({ type: "until too late", until: last, latest });
  return ok({ issued: now - (now % 1000), expires: startOfDay(last) + DAY });
}

/** Of one that came from elsewhere: whether it claims more time than anybody may. */
export const holdsTooLong = ({ issued, expires }: Pick<Attestation, "issued" | "expires">): boolean =>
  expires > startOfDay(addMonths(dateOf(issued), LONGEST_MONTHS)) + DAY;

/**
 * An attestation that somebody shows in their own document, as far as it has been looked into: the signature is the
 * issuer's, and they are the one it is about. Whether it holds is for `vouchState` to say, each time anew.
 */
export interface Vouch {
  readonly attestation: Attestation;
  /** Whether the issuer lists the subject among its affiliates: both sides have to claim it. */
  readonly listed: boolean;
  readonly revoked: boolean;
  /** Of the list of revoked ones that was read last; undefined where none could be. */
  readonly statusAt?: Timestamp;
  readonly checked: Timestamp;
}

/** From then on a list of revoked ones says nothing about today (wire.md 6). */
export const STATUS_HOLDS = 7 * DAY;

export const VOUCH_STATES = ["confirmed", "unconfirmed", "expired", "revoked"] as const;
export type VouchState = (typeof VOUCH_STATES)[number];

export function vouchState({ attestation, listed, revoked, statusAt }: Vouch, now: Timestamp): VouchState {
  if (revoked) return "revoked";
  if (attestation.expires <= now) return "expired";
  const isFresh = statusAt !== undefined && now - statusAt <= STATUS_HOLDS;
  return listed && isFresh ? "confirmed" : "unconfirmed";
}
