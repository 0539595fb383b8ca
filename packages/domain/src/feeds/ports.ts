import type { ActivityId, ActorId, FeedEntryId, Host, ObjectId } from "../ids.ts";
import type { Arrival, StoredObject, Tombstone } from "../objects/object.ts";
import type { Page } from "../objects/ports.ts";
import type { Timestamp } from "../time.ts";
import type { FeedKeys } from "./feed-keys.ts";
import type { FeedBranch } from "./branches.ts";
import type { FeedFilter, FeedName } from "./feed-name.ts";
import type { FeedPlace } from "./places.ts";

/**
 * Where the node's own calendar lies: the part of its address that nobody can guess, 128 random bits as letters, digits,
 * `-` and `_`. What stands in that calendar tells whom the centre follows, and that is nobody's business.
 */
export interface CalendarAddress {
  /** Made when it is first asked for. */
  get(): Promise<string>;
  /** Another one, which it answers. Nothing lies at the one before any more. */
  renew(): Promise<string>;
}

/** What the node carries in its feeds, within a commit. A feed that nobody follows needs no row: it follows from its name. */
export interface Feeds {
  /**
   * Puts something where its keys say, or moves it there: its place in time stays. `entry` names it from then on, in the
   * address of each Announce of it; where it stands already the one that it has is answered.
   */
  enter(entry: FeedEntryDraft): Promise<{ readonly entry: FeedEntryId; readonly isNew: boolean }>;
  /** What is public and stands in no feed, in the order of the ids, with how it came where it is not ours. */
  notEntered(page: { readonly after?: ObjectId; readonly limit: number }): Promise<readonly NotEntered[]>;
  /** Feeds that somebody follows now and that carry what has these keys. */
  followedFor(keys: FeedKeys): Promise<readonly FeedName[]>;
  /** What names it in its feeds; undefined where it has not been put anywhere. */
  entryOf(object: ObjectId): Promise<FeedEntryId | undefined>;
  /** Feeds whose followers have been told of it, whatever became of that since, each with the Announce that told them. */
  toldOf(object: ObjectId): Promise<readonly FeedTelling[]>;
  get(name: FeedName): Promise<Feed | undefined>;
  /** How many are made. */
  count(): Promise<number>;
  /** How many were made since then that somebody on this host follows, or has followed. */
  madeFor(host: Host, since: Timestamp): Promise<number>;
  put(feed: Feed): Promise<void>;
  /** Those that nobody follows and nobody has used since, the longest unused first. */
  unusedSince(before: Timestamp, limit: number): Promise<readonly FeedName[]>;
  drop(name: FeedName): Promise<void>;
  /** Forgets the entries of what has been gone since before, or is not here at all. Answers how many. */
  forgetGone(before: Timestamp, limit: number): Promise<number>;
}

export interface NotEntered {
  readonly object: StoredObject;
  /** Nothing for what is ours, and for what stands in no list of what arrived. */
  readonly came?: Pick<Arrival, "reason" | "via">;
}

export interface FeedTelling {
  readonly feed: FeedName;
  readonly announce: ActivityId;
}

/** A feed that somebody has followed. Its name says what it carries. */
export interface Feed {
  readonly name: FeedName;
  readonly actor: ActorId;
  readonly made: Timestamp;
  /** When somebody last began or ceased to follow it. */
  readonly used: Timestamp;
}

/**
 * Pages and files list a campaign as its Group and a gathering as its Event, `readers`; followers are told of both by the
 * Note that tells of them, which every program shows, `followers`. Everything else is for `everybody`.
 */
export type FeedReaders = "readers" | "followers" | "everybody";

export interface FeedEntryDraft {
  readonly entry: FeedEntryId;
  readonly object: ObjectId;
  readonly keys: FeedKeys;
  readonly isFor: FeedReaders;
  readonly published: Timestamp;
  /** When it came, or was said: what comes from the future counts as published then. */
  readonly entered: Timestamp;
}

// ---- reading, for pages and collections ----

/** Everything public that fits, newest first. What is limited, hidden by a domain's level, taken back or gone never stands here. */
export interface FeedViews {
  items(filter: FeedFilter, page: FeedPage): Promise<Page<FeedItem>>;
  /** The one of that name, where the feed carries it; its tombstone, where it did and it was withdrawn. */
  item(filter: FeedFilter, entry: FeedEntryId): Promise<FeedItem | Tombstone | undefined>;
  /** Withdrawn in the last 90 days, the latest first, for feeds that say so (RFC 6721). */
  withdrawn(filter: FeedFilter, limit: number): Promise<readonly Tombstone[]>;
  /** What happens at some time: the next first, then what is over. */
  occasions(filter: FeedFilter, around: Timestamp, limit: number): Promise<readonly FeedItem[]>;
  /** How many were published in each month (UTC, `2026-11`) from then on, at most 24 months back, the oldest first. Months without any are left out. */
  counts(filter: FeedFilter, since: Timestamp): Promise<readonly MonthCount[]>;
  /** Places and branches of which something is carried now, each in the order of the codes, so many at most. */
  carried(limit: number): Promise<CarriedCodes>;
}

/** How many publications a feed carried in one month: `2026-11`, as UTC has it. */
export interface MonthCount {
  readonly month: string;
  readonly items: number;
}

export interface CarriedCodes {
  readonly places: readonly FeedPlace[];
  readonly branches: readonly FeedBranch[];
}

export interface FeedPage {
  readonly isFor: Exclude<FeedReaders, "everybody">;
  readonly limit: number;
  readonly after?: string;
}

export interface FeedItem {
  readonly entry: FeedEntryId;
  readonly object: StoredObject;
  readonly fromName: string;
  /** When it came to be carried. */
  readonly entered: Timestamp;
}
