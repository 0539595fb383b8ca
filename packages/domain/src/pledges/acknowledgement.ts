import type { ActorId, ObjectId } from "../ids.ts";
import type { Timestamp } from "../time.ts";

/** A person at a centre's desk has seen a call (row S6). Neither which person, nor how many. */
export interface Acknowledgement {
  readonly call: ObjectId;
  readonly actor: ActorId;
  readonly at: Timestamp;
}
