import type { ActivityId, ActorId, Host, ObjectId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";

/**
 * A complaint about something of ours, by another server (wire.md 7). It changes nothing by itself: an employer can
 * complain, too. `tag` is the same for the same complainer of that server, and says nothing of who that is.
 */
export interface Flag {
  readonly id: ActivityId;
  readonly from: ActorId;
  readonly host: Host;
  readonly tag?: string;
  /** Those of ours that it names; at most 20. */
  readonly objects: readonly ObjectId[];
  /** Plain text, at most 2,000 characters. */
  readonly text: string;
  readonly received: Timestamp;
}

export const MOST_FLAGGED = 20;
export const LONGEST_FLAG = 2000;
/** Of one server, that nobody has dealt with: more of them say nothing new. */
export const MOST_OPEN_FLAGS = 50;

/** Within a unit of work. */
export interface Flags {
  /** False where so many of its server wait already. */
  add(flag: Flag): Promise<boolean>;
  /** Dealt with, in whatever way. */
  close(id: ActivityId): Promise<boolean>;
}

export interface FlagViews {
  /** Open ones, the oldest first. */
  open(): Promise<readonly Flag[]>;
}

export type FlagRefused =
  | { readonly type: "no centre yet" }
  | { readonly type: "not found"; readonly id: string }
  /** One's own house is put in order in another way. */
  | { readonly type: "ours"; readonly id: string }
  | { readonly type: "too long"; readonly characters: number; readonly limit: number };

export interface FlagCommands {
  /** Tells the server of its author, in the name of this node and of no person, that something is wrong there. `by` is a login name, which does not leave. */
  flag(object: ObjectId, text: string, by: string): Promise<Result<{ readonly activity: ActivityId }, FlagRefused>>;
}
