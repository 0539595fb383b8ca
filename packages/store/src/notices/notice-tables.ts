import type { ObjectId, Timestamp } from "@commonhall/domain";

export interface NoticeTable {
  object: ObjectId;
  since: Timestamp;
  until: Timestamp;
  seen: Timestamp | null;
  /** A login name. */
  seen_by: string | null;
}

/** One row at most. */
export interface AlarmTable {
  id: 1;
  tellings: number;
  due: Timestamp;
}

export interface NoticeAddressTable {
  staff: string;
  /** The mail address, under a key that follows from the pepper. */
  sealed: string;
  language: string;
  on_duty: 0 | 1;
}
