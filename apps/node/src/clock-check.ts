import { DAY, type Timestamp } from "@commonhall/domain";
import type { Settings } from "@commonhall/store";

/** The clock shows a time that a node which ran last at `last` is not likely to be started at. */
export interface ClockFar {
  readonly type: "clock far";
  readonly last: Timestamp;
  readonly now: Timestamp;
}

const NAME = "clock.seen";
/** A laptop may lie in a cupboard for long; a battery that died shows another decade. */
const AHEAD = 2 * 366 * DAY;
/** Between two machines, or after a correction. */
const BEHIND = DAY;

/**
 * Undefined where the clock can be believed. Ahead by years a node would give up what it has to send and forget what it has
 * received; behind, others would take nothing that it says for new.
 */
export async function farClock(settings: Pick<Settings, "get">, now: Timestamp): Promise<ClockFar | undefined> {
  const last = Number(await settings.get(NAME));
  if (!Number.isSafeInteger(last) || last <= 0) return undefined;
  return now > last + AHEAD || now < last - BEHIND ? { type: "clock far", last, now } : undefined;
}

/** While the node runs. */
export const rememberClock = (settings: Pick<Settings, "set">, now: Timestamp): Promise<void> =>
  settings.set(NAME, String(now));
