import { isoInstant } from "@commonhall/domain";
import type { FeedEntry, FeedModel } from "./feed-model.ts";
import { xmlDocument, type XmlElement } from "./xml-document.ts";

export const ATOM_TYPE = "application/atom+xml; charset=utf-8";

/** Atom (RFC 4287) with what was withdrawn (RFC 6721). */
export function atomFeed(feed: FeedModel): string {
  return xmlDocument("feed", {
    "@xmlns": "http://www.w3.org/2005/Atom",
    "@xmlns:at": "http://purl.org/atompub/tombstones/1.0",
    "@xml:lang": feed.language,
    id: feed.id,
    title: feed.title,
    subtitle: feed.summary,
    updated: isoInstant(feed.updated),
    author: { name: feed.author, uri: feed.home },
    link: [
      { "@rel": "self", "@type": "application/atom+xml", "@href": feed.self },
      { "@rel": "alternate", "@type": "text/html", "@href": feed.home },
      asActivity(feed.id),
      ...(feed.next === undefined ? [] : [{ "@rel": "next", "@type": "application/atom+xml", "@href": feed.next }]),
    ],
    entry: feed.entries.map(entryElement),
    "at:deleted-entry": feed.deleted.map(({ id, at }) => ({ "@ref": id, "@when": isoInstant(at) })),
  });
}

function entryElement(entry: FeedEntry): XmlElement {
  return {
    "@xml:lang": entry.language,
    id: entry.id,
    title: entry.title,
    ...(entry.author === undefined ? {} : { author: { name: entry.author } }),
    published: isoInstant(entry.published),
    updated: isoInstant(entry.updated ?? entry.published),
    link: [{ "@rel": "alternate", "@type": "text/html", "@href": entry.url }, asActivity(entry.id)],
    category: entry.categories.map((category) => ({ "@term": category })),
    content: { "@type": "html", "#text": entry.html },
  };
}

const asActivity = (id: string): XmlElement => ({
  "@rel": "alternate",
  "@type": "application/activity+json",
  "@href": id,
});
