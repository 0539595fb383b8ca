import { HOUR, MINUTE, SECOND, wallTime, type Duration, type Place, type Timestamp } from "@commonhall/domain";
import { TZDate } from "@date-fns/tz";
import ical, { ICalEventStatus, type ICalEventData } from "ical-generator";
import { tzlib_get_ical_block, tzlib_get_offset, tzlib_get_timezones } from "timezones-ical-library";

export const CALENDAR_TYPE = "text/calendar; charset=utf-8";

export interface CalendarModel {
  readonly name: string;
  /** The page for people. */
  readonly home: string;
  /** The address of the calendar. */
  readonly self: string;
  readonly events: readonly CalendarEvent[];
}

export interface CalendarEvent {
  /** The object's id. */
  readonly id: string;
  readonly url: string;
  readonly name: string;
  /** Plain text. */
  readonly text: string;
  readonly starts: Timestamp;
  readonly ends?: Timestamp;
  /** IANA name. */
  readonly timezone: string;
  readonly place?: Place;
  /** It stays in the calendar and says so: what vanishes from a feed stays in the calendars that have it. */
  readonly cancelled: boolean;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
  /** Goes up with each change. */
  readonly sequence: number;
}

/** A calendar to subscribe to (RFC 5545, RFC 7986). It names nobody who comes: who stands at a picket is nobody's calendar entry. */
export function calendarFeed({ name, home, self, events }: CalendarModel): string {
  const calendar = ical({
    prodId: { company: "Commonhall", product: "Commonhall", language: "EN" },
    name: escaped(name),
    url: home,
    source: self,
    ttl: HOUR / SECOND,
    timezone: { name: null, generator: zoneBlock },
    events: events.map(entry),
  });
  return `${calendar.toString()}\r\n`;
}

function entry(event: CalendarEvent): ICalEventData {
  const { starts, ends, place, updated = event.published } = event;
  const times = [starts, ...(ends === undefined ? [] : [ends])];
  const timezone = times.every((at) => isToldRight(event.timezone, at)) ? event.timezone : null;
  const moment = (at: Timestamp): Date => (timezone === null ? new Date(at) : new TZDate(at, timezone));
  return {
    id: event.id,
    sequence: event.sequence,
    start: moment(starts),
    end: ends === undefined ? null : moment(ends),
    timezone,
    summary: clean(event.name),
    description: clean(event.text),
    location: place === undefined || place.name === "" ? null : { title: clean(place.name), ...addressOf(place) },
    url: event.url,
    status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // The same bytes as long as nothing changes, so that a calendar that asks again gets 304.
    stamp: new Date(updated),
    created: new Date(event.published),
    lastModified: new Date(updated),
  };
}

const addressOf = (place: Place): { address?: string } =>
  place.address === undefined || place.address === place.name ? {} : { address: clean(place.address) };

const zones = new Set(tzlib_get_timezones());

/**
 * Whether the rules that go with the calendar say the same of that moment as the rules that the node goes by. They come
 * from two editions of the time zone database and tell the present rules only; and around a change of the clocks one
 * wall time stands for two moments, of which programs choose as they like. Where there is any doubt the time stands in
 * UTC, which nobody can mistake.
 */
function isToldRight(timezone: string, at: Timestamp): boolean {
  if (!zones.has(timezone)) return false;
  const { date, time } = wallTime(at, timezone);
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(tzlib_get_offset(timezone, date, time)) ?? [];
  const told = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return [at - NEAR, at, at + NEAR].every((moment) => aheadOfUtc(moment, timezone) === told);
}

const NEAR = 3 * HOUR;

function aheadOfUtc(at: Timestamp, timezone: string): Duration {
  const { date, time } = wallTime(at, timezone);
  return Date.parse(`${date}T${time}:00Z`) - Math.floor(at / MINUTE) * MINUTE;
}

/** VTIMEZONE under the zone's own name: the library calls some by that of a neighbour with the same clock. */
function zoneBlock(timezone: string): string {
  const block = [tzlib_get_ical_block(timezone)].flat()[0] ?? "";
  return block.replace(/^TZID:.*$/m, `TZID:${timezone}`).replace(/^X-LIC-LOCATION:.*\r?\n/m, "");
}

// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f\u2028\u2029]/g;

/** Without what RFC 5545 has no room for. Line breaks and commas are the library's to escape. */
const clean = (text: string): string => text.replaceAll("\r\n", "\n").toWellFormed().replaceAll(CONTROLS, " ");

/** The library takes the calendar's own name as it is. */
const escaped = (text: string): string =>
  clean(text)
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll("\n", " ");
