import { momentOf, plainDate, wallTime, type Timestamp } from "@commonhall/domain";

const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * `2026-11-28 08:00` by the clocks of an IANA time zone, or `2026-11-28T08:00+07:00` wherever that is. Undefined for
 * what is no such time. A time that clocks are put forward over never comes: "skipped". One that comes twice, because
 * they are put back, means the earlier, as everywhere in the node; its offset names the later one.
 */
export function parseZonedTime(text: string, timezone: string): Timestamp | "skipped" | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, day = "", time = "", seconds = "00", offset] = match;
  const date = plainDate(day);
  const atOffset = Date.parse(`${day}T${time}:${seconds}${offset ?? "Z"}`);
  if (date === undefined || Number.isNaN(atOffset) || time > "23:59") return undefined;
  if (offset !== undefined) return atOffset;
  const at = momentOf({ date, time }, timezone);
  return wallTime(at, timezone).time === time ? at + Number(seconds) * 1000 : "skipped";
}
