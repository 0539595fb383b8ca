import type { ActivityId, ActorId, AllyState, Timestamp } from "@commonhall/domain";

/** `data` is the whole `Ally` as JSON; the columns are what it is looked up by. */
export interface AllyTable {
  peer: ActorId;
  offer: ActivityId;
  state: AllyState;
  /** From when on it is over by the calendar; null where it has no last day. */
  over: Timestamp | null;
  since: Timestamp;
  data: string;
}
