import type { ActivityId, ActorId, AllyState, ObjectId, Timestamp } from "@commonhall/domain";
import type { Flag } from "../objects/object-tables.ts";

/** `data` is the whole `Ally` as JSON; the columns are what it is looked up by. */
export interface AllyTable {
  peer: ActorId;
  offer: ActivityId;
  relationship: ObjectId;
  state: AllyState;
  /** From when on it is over by the calendar; null where it has no last day. */
  over: Timestamp | null;
  since: Timestamp;
  /** When the other side was last asked how it sees it. */
  asked: Timestamp;
  apart: Flag;
  data: string;
}
