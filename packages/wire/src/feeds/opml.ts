import { xmlDocument } from "./xml-document.ts";

export const OPML_TYPE = "text/x-opml; charset=utf-8";

export interface OpmlModel {
  readonly title: string;
  readonly groups: readonly OpmlGroup[];
}

export interface OpmlGroup {
  readonly title: string;
  readonly feeds: readonly OpmlFeed[];
}

export interface OpmlFeed {
  readonly title: string;
  /** The page for people. */
  readonly home: string;
  /** In Atom. */
  readonly address: string;
}

/** OPML 2.0: a list of feeds that every feed reader takes in at once. `rss` is what it calls any feed. */
export const opml = ({ title, groups }: OpmlModel): string =>
  xmlDocument("opml", {
    "@version": "2.0",
    head: { title },
    body: {
      outline: groups
        .filter(({ feeds }) => feeds.length > 0)
        .map((group) => ({
          "@text": group.title,
          "@title": group.title,
          outline: group.feeds.map((feed) => ({
            "@type": "rss",
            "@text": feed.title,
            "@title": feed.title,
            "@xmlUrl": feed.address,
            "@htmlUrl": feed.home,
          })),
        })),
    },
  });
