import {
  handleFrom,
  textIn,
  type Action,
  type Campaign,
  type Centre,
  type Handle,
  type Texts,
} from "@commonhall/domain";
import {
  ATOM_TYPE,
  atomFeed,
  CALENDAR_TYPE,
  calendarFeed,
  htmlFromMarkdown,
  JSON_FEED_TYPE,
  jsonFeed,
  plainText,
  RSS_TYPE,
  rssFeed,
  type CalendarEvent,
  type FeedModel,
} from "@commonhall/wire";
import { MOST_ACTIONS } from "../campaigns/load.ts";
import { answer, PUBLIC_FOR_THREE_MINUTES } from "../layout/headers.ts";
import type { WebPorts } from "../ports.ts";
import { feedEntry } from "./feed-entry.ts";

/** Endings of an address, and what they ask for. */
export const FEED_FORMATS = ["atom", "rss", "json", "ics"] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

/** `payup2026.atom`: whose, and in which format. A handle has no point in it. */
export function feedNameFrom(name: string): {
  readonly handle: Handle | undefined;
  readonly feed: FeedFormat | undefined;
} {
  const ending = FEED_FORMATS.find((format) => name.endsWith(`.${format}`));
  return { handle: handleFrom(ending === undefined ? name : name.slice(0, -ending.length - 1)), feed: ending };
}

export type FeedPorts = Pick<WebPorts, "site" | "campaigns" | "objects">;

interface FeedRequest {
  readonly request: Request;
  readonly url: URL;
  readonly feed: FeedFormat;
  readonly centre: Centre;
}

/** What a centre publishes: its campaigns, posts and actions. */
export const centreFeed = (ports: FeedPorts, of: FeedRequest): Promise<Response> =>
  feedFor(ports, of, {
    id: of.centre.id,
    home: `${ports.site.origin}/`,
    name: of.centre.name,
    summary: of.centre.summary,
  });

/** What is published within one campaign. */
export const campaignFeed = (ports: FeedPorts, of: FeedRequest & { readonly campaign: Campaign }): Promise<Response> =>
  feedFor(ports, of, {
    id: of.campaign.id,
    home: of.campaign.id,
    name: of.campaign.name,
    summary: of.campaign.summary,
    campaign: of.campaign,
  });

interface Subject {
  readonly id: string;
  readonly home: string;
  readonly name: Texts;
  readonly summary: Texts;
  readonly campaign?: Campaign;
}

/**
 * A feed is the same for everybody who asks for its address: it speaks the first language of each text, or the one that
 * the address names with `?lang=`, and never what a browser prefers.
 */
export const wantedIn = (url: URL): readonly string[] => url.searchParams.getAll("lang").slice(0, 1);

async function feedFor(ports: FeedPorts, of: FeedRequest, subject: Subject): Promise<Response> {
  if (of.feed === "ics") return calendarFor(ports, of, subject);
  return respondModel(of.request, of.feed, await modelOf(ports, of, subject));
}

const MOST_ENTRIES = 50;

async function modelOf(ports: FeedPorts, { url, centre }: FeedRequest, subject: Subject): Promise<FeedModel> {
  const wanted = wantedIn(url);
  const filter = {
    ...(subject.campaign === undefined ? { centre: centre.id } : { campaign: subject.campaign.id }),
    limit: MOST_ENTRIES,
  };
  const [{ items, updated }, withdrawn] = await Promise.all([
    ports.objects.publications(filter),
    ports.objects.withdrawn(filter),
  ]);
  const { language, text } = textIn(subject.name, wanted);
  return {
    id: subject.id,
    title: text,
    summary: plainText(htmlFromMarkdown(textIn(subject.summary, wanted).text), 500),
    language,
    home: subject.home,
    self: `${ports.site.origin}${url.pathname}${url.search}`,
    updated: Math.max(updated ?? centre.founded, ...withdrawn.map(({ deleted }) => deleted)),
    author: textIn(centre.name, wanted).text,
    entries: items.flatMap((object) => feedEntry(object, wanted) ?? []),
    deleted: withdrawn.map(({ id, deleted }) => ({ id, at: deleted })),
  };
}

async function calendarFor(ports: FeedPorts, { request, url }: FeedRequest, subject: Subject): Promise<Response> {
  const wanted = wantedIn(url);
  const actions = await ports.campaigns.actions(subject.campaign?.id, MOST_ACTIONS);
  const calendar = calendarFeed({
    name: textIn(subject.name, wanted).text,
    home: subject.home,
    self: `${ports.site.origin}${url.pathname}${url.search}`,
    events: actions.map((action) => eventOf(action, wanted)),
  });
  return respondFeed(request, calendar, CALENDAR_TYPE);
}

/** One action, to put into a calendar; that calendar asks again and learns of a change. */
export function actionCalendar(
  { site }: Pick<WebPorts, "site">,
  { request, url }: { readonly request: Request; readonly url: URL },
  action: Action,
): Response {
  const wanted = wantedIn(url);
  const calendar = calendarFeed({
    name: textIn(action.name, wanted).text,
    home: action.id,
    self: `${site.origin}${url.pathname}${url.search}`,
    events: [eventOf(action, wanted)],
  });
  return respondFeed(request, calendar, CALENDAR_TYPE);
}

/** As the calendars of the centre and of its campaigns have it. */
export function eventOf(action: Action, wanted: readonly string[]): CalendarEvent {
  const { id, starts, ends, timezone, place, cancelled, published, updated, sequence } = action;
  return {
    id,
    url: id,
    name: textIn(action.name, wanted).text,
    text: plainText(htmlFromMarkdown(textIn(action.text, wanted).text)),
    starts,
    ...(ends === undefined ? {} : { ends }),
    timezone,
    ...(place === undefined ? {} : { place }),
    cancelled,
    published,
    ...(updated === undefined ? {} : { updated }),
    sequence,
  };
}

/** The formats that say the same of entries; a calendar says something else. */
const WRITERS = { atom: atomFeed, rss: rssFeed, json: jsonFeed } as const;
export const FEED_TYPES = { atom: ATOM_TYPE, rss: RSS_TYPE, json: JSON_FEED_TYPE } as const;
export type EntryFormat = keyof typeof WRITERS;

export const respondModel = (request: Request, format: EntryFormat, model: FeedModel): Response =>
  respondFeed(request, WRITERS[format](model), FEED_TYPES[format]);

export const respondFeed = (request: Request, body: string, type: string): Response =>
  answer(request, { body, type, cache: PUBLIC_FOR_THREE_MINUTES, vary: "Accept" });
