import type { Timestamp } from "@commonhall/domain";

/**
 * What a feed says, whichever format it is asked for in (wire.md 10). Its address is that of the page with a suffix,
 * and the same entries stand in all of them.
 */
export interface FeedModel {
  /** The actor whose publications these are: the feed's id for ever, and its other shape in ActivityPub. */
  readonly id: string;
  readonly title: string;
  /** One paragraph of plain text. */
  readonly summary?: string;
  /** BCP 47; of the title, and of entries that say nothing else. */
  readonly language: string;
  /** The page for people. */
  readonly home: string;
  /** The address of this feed in this format. */
  readonly self: string;
  /** Where older entries stand, in the same format (RFC 5005, 3): opaque, and only followed. */
  readonly next?: string;
  /** Of the newest change of any entry, deletions included. */
  readonly updated: Timestamp;
  /** Who publishes: the centre. Of entries that name nobody else. */
  readonly author: string;
  readonly entries: readonly FeedEntry[];
  readonly deleted: readonly DeletedEntry[];
}

export interface FeedEntry {
  /** The object's id. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** Who says it, where that is not the author of the feed. */
  readonly author?: string;
  /** Already sanitized. */
  readonly html: string;
  readonly language: string;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
  /** Hashtags without `#`, regions, sectors. */
  readonly categories: readonly string[];
}

export interface DeletedEntry {
  readonly id: string;
  readonly at: Timestamp;
}
