import type { FeedEntryId, FeedKeys, ObjectId } from "@commonhall/domain";
import { feedNamed } from "./feed-addresses.ts";
import type { FeedUse } from "./enter-feeds.ts";
import { feedAnnounce } from "./feed-text.ts";

interface Entered {
  readonly keys: FeedKeys;
  readonly entry: FeedEntryId;
  readonly object: ObjectId;
}

/**
 * Every feed that carries it and that somebody follows passes it on, unless it has done so before: hubs that follow each
 * other's feeds announce each object once, and are done.
 */
export async function announceInFeeds(use: FeedUse, { keys, entry, object }: Entered): Promise<void> {
  const { rooms, addresses, now } = use;
  const names = await rooms.feeds.followedFor(keys);
  if (names.length === 0) return;
  const told = new Set((await rooms.feeds.toldOf(object)).map(({ feed }) => feed));
  for (const name of names) {
    const feed = feedNamed(addresses, name);
    if (feed === undefined || told.has(name)) continue;
    const document = JSON.stringify(feedAnnounce(addresses, feed, { entry, object, at: now }));
    const id = addresses.feedAnnounce(name, entry);
    const sent = { id, type: "Announce", actor: feed.actor, object, document, published: now, listed: false };
    await rooms.outbox.append(sent, [{ type: "followers", of: feed.actor }]);
  }
}
