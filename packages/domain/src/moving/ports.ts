import type { ActorId, ObjectId } from "../ids.ts";
import type { Timestamp } from "../time.ts";

/** What there was between us and somebody who has moved. None of it goes along: trust does not follow a claim. */
export type LeftBehind = "ally" | "vouched for";

/** Somebody goes on under another id, and both of their servers say so. Each id is left once and for ever. */
export interface Moved {
  readonly former: ActorId;
  readonly later: ActorId;
  readonly at: Timestamp;
  readonly left: readonly LeftBehind[];
}

export interface Moves {
  /** Where somebody is now who had this id, as far as it has been found true. */
  from(former: ActorId): Promise<Moved | undefined>;
  put(moved: Moved): Promise<void>;
  /** Whether it may be looked into now whether somebody has moved; from then on not again before `again`. */
  mayAsk(former: ActorId, now: Timestamp, again: Timestamp): Promise<boolean>;
  /**
   * What is kept of somebody's object is kept under the id that it has now, with all that hangs on it. Of one that is not
   * there nothing is done.
   */
  rename(before: ObjectId, after: ObjectId, author: ActorId): Promise<void>;
  /** Everything of ours gets the ids that it has at another origin, but for releases, which stay as they were signed. */
  renameOurs(rewriting: Rewriting): Promise<void>;
}

/** Our node goes to another origin. Every path stays, so that ids differ in their origins alone. */
export interface Rewriting {
  readonly from: string;
  readonly to: string;
  /** The text of an object of ours as it is from now on; `id` is the one that it had. */
  readonly object: (document: string, id: ObjectId) => string;
  /** The same of what told of one. */
  readonly activity: (document: string) => string;
  /** Facts about the node that change in the same commit. */
  readonly settings: Readonly<Record<string, string>>;
}

// ---- reading ----

export interface MovedLine extends Moved {
  /** As it is known under the later id; the id where that is not known. */
  readonly handle: string;
  readonly name: string;
}

export interface MovedViews {
  /** Those who have moved, the latest first. */
  list(limit: number): Promise<readonly MovedLine[]>;
}
