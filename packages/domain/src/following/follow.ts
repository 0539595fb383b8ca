import type { ActivityId, ActorId } from "../ids.ts";
import { isMadeBefore } from "../made-before.ts";
import { DAY, HOUR, type Timestamp } from "../time.ts";

export type FollowState = "pending" | "accepted" | "rejected" | "ended";

/** One actor follows another; one of the two is ours. */
export interface Follow {
  /** The Follow activity's id. A second Follow of the same pair replaces it. */
  readonly id: ActivityId;
  readonly follower: ActorId;
  readonly followed: ActorId;
  readonly state: FollowState;
  readonly since: Timestamp;
}

/**
 * What the other side said to a Follow of ours. An answer to a follow that has ended changes nothing, and a refusal is
 * final: whoever wants to be followed after all waits for another Follow. So it does not matter in which order two
 * answers arrive.
 */
export function answered(follow: Follow, answer: "accepted" | "rejected", at: Timestamp): Follow {
  const isFinal = follow.state === "ended" || follow.state === "rejected";
  return isFinal || follow.state === answer ? follow : { ...follow, state: answer, since: at };
}

interface Asking {
  readonly id: ActivityId;
  readonly follower: ActorId;
  readonly followed: ActorId;
}

/**
 * The pair's follow once somebody's Follow has arrived; undefined where it changes nothing, because it has been taken
 * back already or is older than the one in force. Messages may come in any order: of two Follows that say when they
 * were made the later one counts, and what has been taken back stays so.
 */
export function asked(current: Follow | undefined, asking: Asking, at: Timestamp): Follow | undefined {
  if (current !== undefined && (current.id === asking.id || isMadeBefore(asking.id, current.id))) {
    return current.id === asking.id && current.state === "accepted" ? current : undefined;
  }
  return { ...asking, state: "accepted", since: at };
}

/**
 * The pair's follow once the Undo of one has arrived; undefined where that was not the one in force. Some programs give
 * the Follow that they take back a new id, so it is only an older one that is known to be another. What is taken back
 * before it has arrived is remembered as ended.
 */
export function takenBack(current: Follow | undefined, undone: Asking, at: Timestamp): Follow | undefined {
  if (current !== undefined && isMadeBefore(undone.id, current.id)) return undefined;
  if (current?.id === undone.id && current.state === "ended") return undefined;
  return { ...undone, state: "ended", since: at };
}

/** A Follow that nobody answered is sent again with the same id, after one hour and after a day (wire.md 13). */
export const REMIND_AFTER = [HOUR, DAY] as const;
