import { isoInstant } from "@commonhall/domain";
import type { FeedEntry, FeedModel } from "./feed-model.ts";

export const JSON_FEED_TYPE = "application/feed+json; charset=utf-8";

/** JSON Feed 1.1. It cannot say what was withdrawn: that is just no longer there. */
export function jsonFeed(feed: FeedModel): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    description: feed.summary,
    home_page_url: feed.home,
    feed_url: feed.self,
    next_url: feed.next,
    language: feed.language,
    authors: [{ name: feed.author, url: feed.home }],
    items: feed.entries.map(item),
  });
}

function item(entry: FeedEntry): object {
  return {
    id: entry.id,
    url: entry.url,
    title: entry.title,
    content_html: entry.html,
    language: entry.language,
    authors: entry.author === undefined ? undefined : [{ name: entry.author }],
    date_published: isoInstant(entry.published),
    date_modified: isoInstant(entry.updated ?? entry.published),
    tags: entry.categories.length === 0 ? undefined : entry.categories,
  };
}
