import type { Clock, Timestamp } from "@commonhall/domain";

/** The machine's clock, or in a test network one that starts at a given time and then runs as fast. */
export function clockFrom(start: Timestamp | undefined): Clock {
  if (start === undefined) return Date.now;
  const ahead = start - Date.now();
  return () => Date.now() + ahead;
}
