import type { ActivityId, ActorId } from "../ids.ts";
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

/** What the other side said to a Follow of ours. An answer to a follow that has ended changes nothing. */
export function answered(follow: Follow, answer: "accepted" | "rejected", at: Timestamp): Follow {
  if (follow.state === "ended" || follow.state === answer) return follow;
  return { ...follow, state: answer, since: at };
}

/** A Follow that nobody answered is sent again with the same id, after one hour and after a day (wire.md 13). */
export const REMIND_AFTER = [HOUR, DAY] as const;
