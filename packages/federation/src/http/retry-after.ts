import { DAY, SECOND, type Duration, type Timestamp } from "@commonhall/domain";

/** The pause that a server asks for (RFC 9110, 10.2.3), in seconds or until a date; never more than a day, undefined where it asks for none. */
export function retryAfterIn(header: string, now: Timestamp): Duration | undefined {
  const text = header.trim();
  if (text === "") return undefined;
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(DAY, Math.max(0, wait)) : undefined;
}
