import { HOUR, type Centre, type FeedItem, type Tombstone } from "@commonhall/domain";
import {
  addressesOf,
  CALENDAR_TYPE,
  calendarEventOf,
  calendarFeed,
  DOCUMENT_LIMIT,
  parseDocument,
  type CalendarEvent,
  type FeedModel,
} from "@commonhall/wire";
import type { WebPorts } from "../../ports.ts";
import { textFor } from "../../words/reader.ts";
import { eventOf, respondFeed, respondModel, type FeedFormat } from "../feeds.ts";
import { inTurns } from "../in-turns.ts";
import { sayFor } from "./words/say.ts";
import { feedPath, fileReader, hasCalendar, titleOf, wantedInFile, type AskedFeed } from "./asked-feed.ts";
import { itemEntry } from "./item-entry.ts";

export type FeedFilePorts = Pick<WebPorts, "site" | "clock" | "feeds" | "campaigns">;

interface Asker {
  readonly request: Request;
  readonly url: URL;
  readonly centre: Centre;
}

/** One of the node's feeds for programs that read feeds, or those of its actions for a calendar. */
export async function feedFile(
  ports: FeedFilePorts,
  to: Asker,
  feed: AskedFeed,
  format: FeedFormat,
): Promise<Response> {
  if (format === "ics") return calendarFile(ports, to, feed);
  return respondModel(to.request, format, await modelOf(ports, to, feed));
}

const MOST_ENTRIES = 50;
const MOST_WITHDRAWN = 100;

async function modelOf(
  { feeds, site }: FeedFilePorts,
  { url, centre }: Asker,
  { filter, name }: AskedFeed,
): Promise<FeedModel> {
  const reader = fileReader(url, filter, centre);
  const wanted = wantedInFile(url, filter);
  const after = url.searchParams.get("after") ?? undefined;
  const page = { isFor: "readers", limit: MOST_ENTRIES, ...(after === undefined ? {} : { after }) } as const;
  const [{ items, next }, withdrawn] = await Promise.all([
    feeds.items(filter, page),
    feeds.withdrawn(filter, MOST_WITHDRAWN),
  ]);
  const title = titleOf(filter, reader);
  const publisher = textFor(reader, centre.name).text;
  return {
    id: addressesOf(site).feed(name),
    title: `${title} · ${publisher}`,
    summary: sayFor(reader)("file.summary", { title, centre: publisher }),
    language: reader.language,
    home: `${site.origin}${feedPath(name)}`,
    self: `${site.origin}${url.pathname}${url.search}`,
    ...(next === undefined ? {} : { next: `${site.origin}${url.pathname}${pageQuery(url, next)}` }),
    updated: lastChange(centre, items, withdrawn),
    author: publisher,
    entries: await inTurns(items, (item) => itemEntry(item, wanted)),
    deleted: withdrawn.map(({ id, deleted }) => ({ id, at: deleted })),
  };
}

function pageQuery(url: URL, after: string): string {
  const query = new URLSearchParams(url.searchParams);
  query.set("after", after);
  return `?${query.toString()}`;
}

/** An empty feed has not changed since there is a centre. */
const lastChange = ({ founded }: Centre, items: readonly FeedItem[], withdrawn: readonly Tombstone[]): number =>
  Math.max(
    founded,
    ...items.map(({ object, entered }) => Math.max(object.updated ?? object.published, entered)),
    ...withdrawn.map(({ deleted }) => deleted),
  );

const MOST_EVENTS = 200;

/** A feed of what never happens at some time has an empty calendar, so that whoever guesses its address is not told lies. */
async function calendarFile(
  { feeds, campaigns, site, clock }: FeedFilePorts,
  { request, url, centre }: Asker,
  { filter, name }: AskedFeed,
): Promise<Response> {
  const reader = fileReader(url, filter, centre);
  const wanted = wantedInFile(url, filter);
  // To the hour, so that what is asked for twice is the same.
  const around = Math.floor(clock() / HOUR) * HOUR;
  const items = hasCalendar(filter) ? await feeds.occasions(filter, around, MOST_EVENTS) : [];
  const local = items.filter(({ object }) => object.local);
  const own = await Promise.all(local.map(({ object }) => campaigns.action(object.id)));
  const ours = new Map(own.flatMap((action) => (action === undefined ? [] : [[action.id, action] as const])));
  const events = await inTurns(items, (item) => {
    const action = ours.get(item.object.id);
    return action === undefined ? foreignEvent(item, wanted) : eventOf(action, wanted);
  });
  const calendar = calendarFeed({
    name: titleOf(filter, reader),
    home: `${site.origin}${feedPath(name)}`,
    self: `${site.origin}${url.pathname}${url.search}`,
    events,
  });
  return respondFeed(request, calendar, CALENDAR_TYPE);
}

/** Anybody's, with a line that says who calls for it. */
function foreignEvent({ object, fromName }: FeedItem, wanted: readonly string[]): CalendarEvent | undefined {
  if (object.document.length > DOCUMENT_LIMIT) return undefined;
  const document = parseDocument(object.document);
  const event = document.ok ? calendarEventOf(document.value, { wanted }) : undefined;
  return event === undefined ? undefined : { ...event, text: [event.text, fromName].filter(Boolean).join("\n\n") };
}
