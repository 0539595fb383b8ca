import { createHash, timingSafeEqual } from "node:crypto";
import { DAY, type Action, type CalendarAddress, type TimelineItem, type Timestamp } from "@commonhall/domain";
import {
  CALENDAR_TYPE,
  calendarEventOf,
  calendarFeed,
  DOCUMENT_LIMIT,
  parseDocument,
  type CalendarEvent,
  type CalendarModel,
} from "@commonhall/wire";
import { answer, KEPT_BY_ITS_READER } from "../layout/headers.ts";
import { refuse } from "../layout/refuse.ts";
import type { Visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { readerOf, textFor, type Reader } from "../words/reader.ts";
import { eventOf } from "./feeds.ts";
import { inTurns } from "./in-turns.ts";

type Ports = Pick<WebPorts, "site" | "clock" | "calendarAddress" | "campaigns" | "objects">;

/** A campaign runs for three months at a time, so what began earlier is over, and little is called for further ahead. */
const WITHIN = 90 * DAY;
const MOST_EVENTS = 500;

/** Path and address of the calendar of which that is the secret. */
export const calendarPath = (secret: string): string => `/calendar/${secret}.ics`;

/**
 * The centre's own calendar: what it calls for itself, and what those call for whom it follows. Whoever has its address
 * may read it; at any other address there is nothing.
 *
 * Phones ask every hour, and mostly nothing has changed: the calendar that was made last is kept, and made again only
 * from something else.
 */
export function createOwnCalendar(ports: Ports): (visit: Visit) => Promise<Response> {
  let kept: { readonly from: string; readonly made: Promise<string> } | undefined;
  return async ({ request, url, centre, name }) => {
    const secret = name.endsWith(".ics") ? name.slice(0, -".ics".length) : undefined;
    if (secret === undefined || !(await isOurs(ports.calendarAddress, secret))) {
      return refuse(request, "not-found", centre);
    }
    // For everybody who has the address the same, in the centre's languages or in that of `?lang=`.
    const reader = readerOf({ url: request.url }, centre);
    const head = {
      name: reader.words("calendar.name", { centre: textFor(reader, centre.name).text }),
      home: `${ports.site.origin}/desk/arrived?kind=action`,
      self: `${ports.site.origin}${url.pathname}${url.search}`,
    };
    const around = ports.clock();
    const occasions = await occasionsNear(ports, around);
    const from = sumOf(head, reader, occasions);
    if (kept?.from !== from) kept = { from, made: calendarOf(head, occasions, reader, around) };
    const headers = { "x-robots-tag": "noindex" };
    return answer(request, { body: await kept.made, type: CALENDAR_TYPE, cache: KEPT_BY_ITS_READER, headers });
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** In the same time whatever was asked for: how much of it is right cannot be measured. */
const isOurs = async (address: CalendarAddress, asked: string): Promise<boolean> =>
  timingSafeEqual(digest(asked), digest(await address.get()));

interface Occasions {
  readonly ours: readonly Action[];
  readonly theirs: readonly TimelineItem[];
}

/** Documents that are longer than any node of this network publishes are not read. */
async function occasionsNear({ campaigns, objects }: Ports, around: Timestamp): Promise<Occasions> {
  const [own, arrived] = await Promise.all([
    campaigns.actions(undefined, MOST_EVENTS),
    objects.occasions({ around, within: WITHIN, limit: MOST_EVENTS, longest: DOCUMENT_LIMIT }),
  ]);
  const ours = own.filter(({ starts }) => Math.abs(starts - around) <= WITHIN);
  // What we call for may come back, passed on by somebody.
  const known = new Set<string>(ours.map(({ id }) => id));
  return { ours, theirs: arrived.filter(({ object }) => !known.has(object.id)) };
}

/** The same for the same calendar only. Documents may be many and long, so they are summed up as they are. */
function sumOf(head: object, { wanted }: Reader, { ours, theirs }: Occasions): string {
  const sum = createHash("sha256").update(JSON.stringify([head, wanted, ours]));
  for (const { object, fromName, fromHandle } of theirs) {
    sum.update(JSON.stringify([fromName, fromHandle, object.document.length])).update(object.document);
  }
  return sum.digest("base64url");
}

async function calendarOf(
  head: Omit<CalendarModel, "events">,
  { ours, theirs }: Occasions,
  reader: Reader,
  around: Timestamp,
): Promise<string> {
  const own = ours.map((action) => eventOf(action, reader.wanted));
  const events = [...own, ...(await inTurns(theirs, (item) => arrivedEvent(item, reader)))];
  return calendarFeed({ ...head, events: nearest(events, around) });
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
function nearest(events: readonly CalendarEvent[], now: Timestamp): readonly CalendarEvent[] {
  const inOrder = events.toSorted((a, b) => a.starts - b.starts || (a.id < b.id ? -1 : 1));
  const ahead = inOrder.filter(({ starts }) => starts >= now).slice(0, MOST_EVENTS);
  const begun = inOrder.filter(({ starts }) => starts < now);
  return [...begun.slice(Math.max(0, begun.length - (MOST_EVENTS - ahead.length))), ...ahead];
}
