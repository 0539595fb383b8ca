import { DAY, isGathering, type Action, type Campaign, type Timestamp } from "@commonhall/domain";

/** A strike and everything that is done from where one is stays open without an end; a gathering is over after a day. */
export function isPast(action: Pick<Action, "type" | "starts" | "ends">, now: Timestamp): boolean {
  if (action.ends !== undefined) return action.ends < now;
  return isGathering(action.type) && action.type !== "strike" && action.starts + DAY < now;
}

/** Whether one can still say that one takes part. */
export const isOpen = (action: Action, campaign: Pick<Campaign, "status"> | undefined, now: Timestamp): boolean =>
  !action.cancelled && !isPast(action, now) && campaign?.status !== "closed";
