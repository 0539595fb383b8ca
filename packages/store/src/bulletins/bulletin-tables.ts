import type { ActorId, EngineCode, ObjectId, Region, Timestamp } from "@commonhall/domain";
import type { Flag } from "../objects/object-tables.ts";

/** What two people signed, of each release of ours, for ever: the database itself refuses to change or forget it. */
export interface ReleaseTable {
  object: ObjectId;
  /** See `subjectOf`. Nothing is said twice of one. */
  subject: string | null;
  published: Timestamp;
  payload: string;
  /** Empty of a heartbeat. */
  approval: string;
  withdrawn: Timestamp | null;
  withdrawal_payload: string | null;
  withdrawal_approval: string | null;
}

/** Ours and others'. `data` is the `Bulletin` as JSON; the columns are what it is looked up and sorted by. */
export interface BulletinTable {
  object: ObjectId;
  author: ActorId;
  ours: Flag;
  published: Timestamp;
  subject: string;
  place: Region;
  country: string;
  period: string;
  sector: string | null;
  data: string;
}

export interface BulletinCodeTable {
  object: ObjectId;
  code: EngineCode;
}

/** The same of a `StatTable`. */
export interface StatisticsTable extends Omit<BulletinTable, "place" | "sector"> {}

/** Whose bulletins have come, and when they were last asked which they took back. */
export interface BulletinAuthorTable {
  author: ActorId;
  asked: Timestamp;
}
