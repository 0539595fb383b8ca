import type { ActorId, Timestamp } from "@commonhall/domain";

export interface CentreTable {
  id: ActorId;
  /** The whole `Centre` as JSON. */
  data: string;
}

export interface SettingTable {
  key: string;
  value: string;
}

export interface StaffTable {
  id: string;
  name: string;
  /** The name in the form in which two names are compared. */
  name_key: string;
  roles: string;
  /** Argon2id, as a PHC string. */
  secret: string;
  since: Timestamp;
}

export interface SessionTable {
  /** SHA-256 of the token: who reads the database cannot sign in with it. */
  token_hash: string;
  staff: string;
  label: string;
  started: Timestamp;
  last_seen: Timestamp;
}

export interface InvitationTable {
  id: string;
  /** SHA-256 of the code: who reads the database cannot join with it. */
  code_hash: string;
  roles: string;
  note: string;
  made_by: string;
  made: Timestamp;
  ends: Timestamp;
  /** Of somebody who works here and lost their passphrase; null for whoever comes anew. */
  member: string | null;
}

export interface SecondFactorTable {
  staff: string;
  /** Nonce, secret and tag of AES-256-GCM, under a key that follows from the pepper. */
  sealed: string;
  /** The last step of 30 seconds whose code was used. */
  used: number;
  since: Timestamp;
}

export interface RecoveryCodeTable {
  staff: string;
  code_hash: string;
}

/** Somebody whose passphrase was right, and who has not typed a code yet. */
export interface HalfSessionTable {
  token_hash: string;
  staff: string;
  started: Timestamp;
}

/** How long signing in has to wait, by account and for the whole node. No address, and no name that was tried. */
export interface SignInLimitTable {
  /** `node`, or one of a fixed number of buckets that names fall into. */
  scope: string;
  failures: number;
  last: Timestamp;
}
