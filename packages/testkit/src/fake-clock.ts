import type { Clock, Duration, Timestamp } from "@commonhall/domain";

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  readonly advance: (by: Duration) => void;
  readonly set: (at: Timestamp) => void;
}

/** Starts at a full second of an ordinary day. */
export function fakeClock(start: Timestamp = Date.UTC(2026, 10, 2, 9, 0, 0)): FakeClock {
  let now = start;
  return Object.assign(() => now, {
    advance: (by: Duration) => {
      now += by;
    },
    set: (at: Timestamp) => {
      now = at;
    },
  });
}
