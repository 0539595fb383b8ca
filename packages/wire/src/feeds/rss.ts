import type { FeedEntry, FeedModel } from "./feed-model.ts";
import { xmlDocument, type XmlElement } from "./xml-document.ts";

export const RSS_TYPE = "application/rss+xml; charset=utf-8";

/** RSS 2.0, for readers that know nothing newer. It cannot say what was withdrawn: that is just no longer there. */
export function rssFeed(feed: FeedModel): string {
  return xmlDocument("rss", {
    "@version": "2.0",
    "@xmlns:atom": "http://www.w3.org/2005/Atom",
    "@xmlns:dc": "http://purl.org/dc/elements/1.1/",
    channel: {
      title: feed.title,
      link: feed.home,
      description: feed.summary ?? feed.title,
      language: feed.language,
      lastBuildDate: rfc822(feed.updated),
      "atom:link": [
        { "@rel": "self", "@type": "application/rss+xml", "@href": feed.self },
        ...(feed.next === undefined ? [] : [{ "@rel": "next", "@type": "application/rss+xml", "@href": feed.next }]),
      ],
      item: feed.entries.map((entry) => itemElement(entry, feed.author)),
    },
  });
}

function itemElement(entry: FeedEntry, author: string): XmlElement {
  return {
    title: entry.title,
    link: entry.url,
    guid: { "@isPermaLink": "false", "#text": entry.id },
    pubDate: rfc822(entry.published),
    "dc:creator": entry.author ?? author,
    "dc:language": entry.language,
    category: entry.categories,
    description: entry.html,
  };
}

/** RFC 822 with a year of four digits, as RSS 2.0 wants it. */
const rfc822 = (at: number): string => new Date(at).toUTCString();
