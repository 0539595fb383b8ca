import type { ActorId, CharterHash, Multikey, ObjectId, Timestamp } from "@commonhall/domain";

/** `standing` is a `Standing` as JSON: it follows from the tables below and saves reading all of them. */
export interface AllianceTable {
  id: ObjectId;
  us_key: Multikey;
  us_id: ActorId;
  changed: Timestamp;
  asked: Timestamp;
  standing: string;
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

/** Whether a member's own actor shows the key under which a charter names it. */
export interface MemberKeyTable {
  member: ActorId;
  key: Multikey;
  shown: number;
  looked: Timestamp;
}
