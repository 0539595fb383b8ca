import type { ActivityId, ActorId } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import type { Ally } from "./ally.ts";

export interface Allies {
  with(peer: ActorId): Promise<Ally | undefined>;
  byOffer(offer: ActivityId): Promise<Ally | undefined>;
  /** One row per peer: replaces the former one. */
  put(ally: Ally): Promise<void>;
  /** Those in force now, whatever their terms. What is over by the calendar is not among them. */
  accepted(): Promise<readonly Ally[]>;
  /** Accepted ones that are over by the calendar. */
  over(): Promise<readonly Ally[]>;
  /**
   * Those that the other side may see otherwise, offered, received or accepted, and that nobody has asked it about since
   * then; from now on they count as asked.
   */
  takeUnasked(since: Timestamp, now: Timestamp): Promise<readonly ActorId[]>;
}

// ---- reading ----

export interface AllyLine extends Ally {
  readonly name: string;
  readonly handle: string;
}

export interface AllyViews {
  /** Everybody with whom an alliance was ever offered, the latest change first. */
  list(): Promise<readonly AllyLine[]>;
}
