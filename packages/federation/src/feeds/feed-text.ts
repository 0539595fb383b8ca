import type { FeedEntryId, FeedItem, ObjectId, Timestamp } from "@commonhall/domain";
import { announceActivity, PUBLIC, without, type Addresses, type JsonObject } from "@commonhall/wire";
import type { NamedFeed } from "./feed-addresses.ts";

export interface Passed {
  readonly entry: FeedEntryId;
  readonly object: ObjectId;
  readonly at: Timestamp;
}

/**
 * That a feed passes something on. Its id follows from the feed and from the object's place in it, so there is one for
 * ever, however often somebody would have it said again.
 */
export const feedAnnounce = (
  addresses: Addresses,
  { name, actor }: NamedFeed,
  { entry, object, at }: Passed,
): JsonObject =>
  announceActivity({
    id: addresses.feedAnnounce(name, entry),
    actor,
    object,
    published: at,
    to: [PUBLIC],
    cc: [addresses.followers(actor)],
  });

/** The same with the object in it, byte for byte, so that it can be read where its origin is gone. */
export function feedAnnounceWhole(addresses: Addresses, feed: NamedFeed, { entry, object, entered }: FeedItem): string {
  const announce = feedAnnounce(addresses, feed, { entry, object: object.id, at: entered });
  return `${JSON.stringify(without(announce, "object")).slice(0, -1)},"object":${object.document}}`;
}
