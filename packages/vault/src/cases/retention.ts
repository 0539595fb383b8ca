import { DAY, type Duration, startOfDay, type Timestamp } from "@commonhall/domain";
import type { CaseStatus } from "../database/schema.ts";
import { endOfWeek, type Week, weekOf } from "../weeks.ts";
import { type CaseState, isHeld } from "./case-state.ts";

/** anonymity.md 3.6. Each is counted from the day on which it begins and ends with the week in which it runs out. */
export const UNVERIFIED_FOR: Duration = 30 * DAY;
/** An open case is confirmed anew, or it goes. */
export const OPEN_FOR: Duration = 180 * DAY;
export const CLOSED_FOR: Duration = 90 * DAY;
export const LONGEST_HOLD: Duration = 366 * DAY;
/** Readers are warned so long before. */
export const WARNED_BEFORE: Duration = 21 * DAY;

/** When a case ends that is in this status from now on. A hold by two people moves it, and never brings it nearer. */
export function endOf(status: CaseStatus, state: CaseState, now: Timestamp): Week {
  const last = { quarantined: UNVERIFIED_FOR, unverified: UNVERIFIED_FOR, open: OPEN_FOR, closed: CLOSED_FOR }[status];
  const end = weekOf(now + last);
  const held = isHeld(state, now) && state.hold !== undefined ? weekOf(startOfDay(state.hold.until)) : end;
  return held > end ? held : end;
}

export const isOver = (eraseAfter: Week, now: Timestamp): boolean => now >= endOfWeek(eraseAfter);

const CHUNK_GRID = 4 * 7 * DAY;

/** Later than its case, and on a grid of four weeks: the week of a chunk points at no case. */
export const chunkEnd = (eraseAfter: Week): Week => weekOf(Math.ceil(endOfWeek(eraseAfter) / CHUNK_GRID) * CHUNK_GRID);
