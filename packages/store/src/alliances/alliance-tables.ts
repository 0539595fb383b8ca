import type { ActivityId, ActorId, CharterHash, Multikey, ObjectId, Timestamp } from "@commonhall/domain";

/** `standing` is a `Standing` as JSON: it follows from the tables below and saves reading all of them. */
export interface AllianceTable {
  id: ObjectId;
  first: CharterHash;
  us_key: Multikey;
  us_id: ActorId;
  /** The activity that asked us first, who sent it and when; null where we founded it. */
  offer: ActivityId | null;
  inviter: ActorId | null;
  since: Timestamp | null;
  /** `offered` where somebody asked us, else `founded`: what waits apart is read together with what other strangers ask. */
  state: "offered" | "founded";
  apart: number;
  changed: Timestamp;
  asked: Timestamp;
  standing: string;
  /** Ids as JSON. */
  parties: string;
}

/** `payload` is the text that is signed, to the byte; `data` is the `Charter` that it says, as JSON. */
export interface CharterVersionTable {
  hash: CharterHash;
  alliance: ObjectId;
  payload: string;
  data: string;
}

export interface CharterSignatureTable {
  version: CharterHash;
  key: Multikey;
  at: Timestamp;
  protected: string;
  signature: string;
}

export interface CharterLeaveTable {
  hash: CharterHash;
  alliance: ObjectId;
  member: ActorId;
  key: Multikey;
  at: CharterHash;
  payload: string;
  protected: string;
  signature: string;
}

/** A member's key under which a charter names it, in the form in which its actor's keys are kept. */
export interface MemberKeyTable {
  member: ActorId;
  key: Multikey;
  pem: string;
}
