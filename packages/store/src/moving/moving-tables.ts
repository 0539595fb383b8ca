import type { ActorId, Timestamp } from "@commonhall/domain";

export interface MovedTable {
  former: ActorId;
  later: ActorId;
  at: Timestamp;
  /** What was left behind, as a JSON list. */
  data: string;
}

/** Until when nobody looks again into whether somebody has moved. */
export interface MoveAskedTable {
  former: ActorId;
  until: Timestamp;
}
