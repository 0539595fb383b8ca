import {
  asObject,
  DAY,
  feedKeys,
  sameOrigin,
  trusted,
  type Duration,
  type FeedFacts,
  type FeedKeys,
  type FeedReaders,
  type Rooms,
  type StoredObject,
  type Timestamp,
} from "@commonhall/domain";
import { aboutIn, feedFacts, type Addresses } from "@commonhall/wire";
import { announceInFeeds } from "./announce-in-feeds.ts";
import { takeBackFromFeeds } from "./take-back-from-feeds.ts";

/** What is at hand within the commit in which something is said or comes. */
export interface FeedUse {
  readonly rooms: FeedRooms;
  readonly addresses: Addresses;
  readonly newId: () => string;
  readonly now: Timestamp;
}

export type FeedRooms = Pick<Rooms, "feeds" | "objects" | "outbox" | "remoteActors" | "localActors">;

export interface Entering {
  /** It was fetched as history, or its sender is heard by nobody else: it is carried, and nobody is told. */
  readonly isQuiet: boolean;
}

/** What is older when it comes is history, whoever tells of it as if it were new. */
const STILL_NEW: Duration = 60 * DAY;

/**
 * Decides where something is carried, and tells those who follow such a feed, each of them once for ever. What it says
 * anew moves it and tells nobody. What is not for everybody enters nothing, and leaves where it was.
 */
export async function enterFeeds(use: FeedUse, stored: StoredObject, { isQuiet }: Entering): Promise<void> {
  const { rooms, now, newId } = use;
  const { id: object, published, reach } = stored;
  if (reach !== "public") return takeBackFromFeeds(use, object);
  const keys = await keysOf(rooms, stored);
  if (keys === undefined) return;
  const isFor = readersOf(stored);
  const draft = { entry: trusted.feedEntry(newId()), object, keys, isFor, published, entered: now };
  const { entry, isNew } = await rooms.feeds.enter(draft);
  const isNews = isNew && !isQuiet && isFor !== "readers" && now - published <= STILL_NEW;
  if (isNews) await announceInFeeds(use, { keys, entry, object });
}

/** What stands in feeds moves with what it says; what does not stays out of them. */
export async function moveInFeeds(use: FeedUse, stored: StoredObject): Promise<void> {
  const stands = (await use.rooms.feeds.entryOf(stored.id)) !== undefined;
  if (stands) await enterFeeds(use, stored, { isQuiet: true });
}

/** A campaign is listed as its Group, and told of by the Note that opens it; a gathering as its Event, by the Note about it. */
function readersOf({ id, kind, type, document }: StoredObject): FeedReaders {
  if (type === "Group" || type === "Event") return "readers";
  if (kind === "campaign") return "followers";
  const about = kind === "post" ? aboutIn(document) : undefined;
  return about !== undefined && URL.canParse(about) && sameOrigin(about, id) ? "followers" : "everybody";
}

/** Undefined for what no feed carries: what is none of ours. */
async function keysOf(rooms: FeedRooms, stored: StoredObject): Promise<FeedKeys | undefined> {
  if (stored.kind === "note") return undefined;
  return feedKeys(await withCodes(rooms, stored, feedFacts(stored.document, stored.kind)));
}

/** What says no region or sector of its own is where its campaign is, or else where its author is. */
async function withCodes(
  rooms: FeedRooms,
  { campaign, attributedTo }: StoredObject,
  facts: FeedFacts,
): Promise<FeedFacts> {
  let { regions, sectors } = facts;
  for (const actor of [campaign, attributedTo]) {
    if (regions.length > 0 && sectors.length > 0) break;
    const document = actor === undefined ? undefined : await documentOf(rooms, actor);
    const said = document === undefined ? undefined : feedFacts(document, "campaign");
    if (regions.length === 0) regions = said?.regions ?? [];
    if (sectors.length === 0) sectors = said?.sectors ?? [];
  }
  return { ...facts, regions, sectors };
}

async function documentOf(rooms: FeedRooms, actor: StoredObject["attributedTo"]): Promise<string | undefined> {
  const group = await rooms.objects.get(asObject(actor));
  const known = group ?? (await rooms.localActors.get(actor)) ?? (await rooms.remoteActors.get(actor));
  return known?.document;
}
