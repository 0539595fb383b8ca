import { DAY, isGathering, type Action, type Campaign, type Timestamp } from "@commonhall/domain";

/** A strike and everything that is done from where one is stays open without an end; a gathering is over after a day. */
export function isPast(action: Pick<Action, "type" | "starts" | "ends">, now: Timestamp): boolean {
  if (action.ends !== undefined) return action.ends < now;
  return !lasts(action) && action.starts + DAY < now;
}

/** Without an end, and nothing that is over in an hour: a boycott, a petition, an open strike. */
export const lasts = ({ type, ends }: Pick<Action, "type" | "ends">): boolean =>
  ends === undefined && (!isGathering(type) || type === "strike");

/** Whether one can still say that one takes part. */
export const isOpen = (action: Action, campaign: Pick<Campaign, "status"> | undefined, now: Timestamp): boolean =>
  !action.cancelled && !isPast(action, now) && campaign?.status !== "closed";
