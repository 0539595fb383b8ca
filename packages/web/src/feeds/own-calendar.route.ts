import { createHash, timingSafeEqual } from "node:crypto";
import { DAY, type CalendarAddress, type TimelineItem } from "@commonhall/domain";
import { CALENDAR_TYPE, calendarEventOf, calendarFeed, parseDocument, type CalendarEvent } from "@commonhall/wire";
import { answer, KEPT_BY_ITS_READER } from "../layout/headers.ts";
import { refuse } from "../layout/refuse.ts";
import type { Visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { readerOf, textFor, type Reader } from "../words/reader.ts";
import { eventOf } from "./feeds.ts";

type Ports = Pick<WebPorts, "site" | "clock" | "calendarAddress" | "campaigns" | "objects">;

/** A campaign runs for three months at a time, so what began earlier is over, and little is called for further ahead. */
const WITHIN = 90 * DAY;
const MOST_EVENTS = 500;

/** Path and address of the calendar of which that is the secret. */
export const calendarPath = (secret: string): string => `/calendar/${secret}.ics`;

/**
 * The centre's own calendar: what it calls for itself, and what those call for whom it follows. Whoever has its address
 * may read it; at any other address there is nothing.
 */
export async function ownCalendar(ports: Ports, { request, url, centre, name }: Visit): Promise<Response> {
  const secret = name.endsWith(".ics") ? name.slice(0, -".ics".length) : undefined;
  if (secret === undefined || !(await isOurs(ports.calendarAddress, secret))) {
    return refuse(request, "not-found", centre);
  }
  // For everybody who has the address the same, in the centre's languages or in that of `?lang=`.
  const reader = readerOf({ url: request.url }, centre);
  const calendar = calendarFeed({
    name: reader.words("calendar.name", { centre: textFor(reader, centre.name).text }),
    home: `${ports.site.origin}/desk/arrived?kind=action`,
    self: `${ports.site.origin}${url.pathname}${url.search}`,
    events: await eventsOf(ports, reader),
  });
  const headers = { "x-robots-tag": "noindex" };
  return answer(request, { body: calendar, type: CALENDAR_TYPE, cache: KEPT_BY_ITS_READER, headers });
}

/** In the same time whatever was asked for: how much of it is right cannot be measured. */
async function isOurs(address: CalendarAddress, asked: string): Promise<boolean> {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(asked), digest(await address.get()));
}

async function eventsOf({ clock, campaigns, objects }: Ports, reader: Reader): Promise<readonly CalendarEvent[]> {
  const around = clock();
  const [own, arrived] = await Promise.all([
    campaigns.actions(undefined, MOST_EVENTS),
    objects.occasions({ around, within: WITHIN, limit: MOST_EVENTS }),
  ]);
  const ours = own.filter(({ starts }) => Math.abs(starts - around) <= WITHIN);
  // What we call for may come back, passed on by somebody.
  const known = new Set<string>(ours.map(({ id }) => id));
  const theirs = arrived.filter(({ object }) => !known.has(object.id));
  return nearest(
    [
      ...ours.map((action) => eventOf(action, reader.wanted)),
      ...theirs.flatMap((item) => arrivedEvent(item, reader) ?? []),
    ],
    around,
  );
}

/** With a line that says who calls for it: in one calendar stand the actions of many. */
function arrivedEvent({ object, fromName, fromHandle }: TimelineItem, reader: Reader): CalendarEvent | undefined {
  const document = parseDocument(object.document);
  const event = document.ok ? calendarEventOf(document.value, { wanted: reader.wanted }) : undefined;
  if (event === undefined) return undefined;
  const by = reader.words("calendar.by", { name: fromName, handle: fromHandle });
  return { ...event, text: event.text === "" ? by : `${event.text}\n\n${by}` };
}

/** What is still to come, the next first, and then the latest of what has begun; in the order of their beginnings. */
function nearest(events: readonly CalendarEvent[], now: number): readonly CalendarEvent[] {
  const inOrder = events.toSorted((a, b) => a.starts - b.starts || (a.id < b.id ? -1 : 1));
  const ahead = inOrder.filter(({ starts }) => starts >= now).slice(0, MOST_EVENTS);
  const begun = inOrder.filter(({ starts }) => starts < now);
  return [...begun.slice(Math.max(0, begun.length - (MOST_EVENTS - ahead.length))), ...ahead];
}
