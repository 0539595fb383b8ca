import type { ActivityId, ActorId, HandshakeState, Timestamp } from "@commonhall/domain";

/** `data` is the whole `Attestation` as JSON; the columns are what it is looked up and sorted by. */
export interface AttestationTable {
  offer: ActivityId;
  issuer: ActorId;
  subject: ActorId;
  state: HandshakeState;
  since: Timestamp;
  expires: Timestamp;
  answer: ActivityId | null;
  data: string;
  jws: string;
  apart: 0 | 1;
}

export interface VouchTable {
  subject: ActorId;
  issuer: ActorId;
  jti: string;
  expires: Timestamp;
  listed: 0 | 1;
  revoked: 0 | 1;
  status_at: Timestamp | null;
  checked: Timestamp;
  data: string;
}
