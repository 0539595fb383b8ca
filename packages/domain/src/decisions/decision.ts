import type { ObjectId } from "../ids.ts";
import type { PlainDate, Timestamp } from "../time.ts";

/** Who decided, in a centre of workers (row G4). */
export const BODIES = ["assembly", "committee", "staff"] as const;
export type Body = (typeof BODIES)[number];

/** That a campaign, a call or an alliance was decided on, by whom and when. It stays on the node; it is shown where that is wished. */
export interface BodyDecision {
  readonly id: string;
  /** A campaign, call or alliance. */
  readonly about: ObjectId;
  readonly body: Body;
  readonly date: PlainDate;
  /** What was decided, in plain text. */
  readonly result: string;
  readonly votes?: Votes;
  /** Whether everybody who can read the thing may read this, too. */
  readonly shown: boolean;
  /** A login name, which is never shown. */
  readonly by: string;
  readonly noted: Timestamp;
}

export interface Votes {
  readonly for: number;
  readonly against: number;
  readonly abstained: number;
}

export const LONGEST_RESULT = 1000;

export interface BodyDecisions {
  add(decision: BodyDecision): Promise<void>;
  remove(id: string): Promise<void>;
  /** The latest date first. */
  about(object: ObjectId): Promise<readonly BodyDecision[]>;
}
