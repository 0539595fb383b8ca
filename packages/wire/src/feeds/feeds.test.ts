import fc from "fast-check";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { SaxesParser, type SaxesTagNS } from "saxes";
import { describe, expect, test } from "vitest";
import { atomFeed } from "./atom.ts";
import type { FeedModel } from "./feed-model.ts";
import { jsonFeed } from "./json-feed.ts";
import { rssFeed } from "./rss.ts";

const CENTRE = "https://hall.example/centres/centro";
const POST = "https://hall.example/posts/0199f0aa-0002-7000-8000-000000000002";

const FEED: FeedModel = {
  id: CENTRE,
  title: "Centro de Trabajadores",
  summary: "Construction & domestic workers",
  language: "es",
  home: "https://hall.example/",
  self: "https://hall.example/centres/centro.atom",
  updated: Date.UTC(2026, 10, 21, 9, 30),
  author: "Centro",
  entries: [
    {
      id: POST,
      url: POST,
      title: "Twelve of 43 have been paid",
      html: '<p>BuildCo has met us. <a href="https://hall.example/tags/wagetheft?a=1&amp;b=2">#WageTheft</a></p>',
      language: "en",
      published: Date.UTC(2026, 10, 20, 17),
      updated: Date.UTC(2026, 10, 21, 9, 30),
      categories: ["WageTheft", "US-CA"],
    },
    {
      id: `${POST}3`,
      url: `${POST}3`,
      title: "بيان",
      html: "<p>نص</p>",
      language: "ar",
      published: Date.UTC(2026, 10, 19),
      categories: [],
    },
  ],
  deleted: [{ id: `${POST}1`, at: Date.UTC(2026, 10, 21, 8) }],
};

/** Every element of a document, as a strict parser sees it; it throws for what is not well-formed. */
function elements(xml: string): SaxesTagNS[] {
  const found: SaxesTagNS[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", (tag) => found.push(tag));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
}

describe("Atom", () => {
  test("others read in it what was put in", () => {
    const feed = parseAtomFeed(atomFeed(FEED));
    expect(feed).toMatchObject({
      id: CENTRE,
      title: { value: FEED.title },
      subtitle: { value: FEED.summary },
      updated: "2026-11-21T09:30:00Z",
      authors: [{ name: "Centro" }],
      xml: { lang: "es" },
      links: [
        { rel: "self", href: FEED.self },
        { rel: "alternate", type: "text/html", href: FEED.home },
        { rel: "alternate", type: "application/activity+json", href: CENTRE },
      ],
    });
    expect(feed.entries?.[0]).toMatchObject({
      id: POST,
      title: { value: "Twelve of 43 have been paid" },
      content: { type: "html", value: FEED.entries[0]?.html },
      published: "2026-11-20T17:00:00Z",
      updated: "2026-11-21T09:30:00Z",
      categories: [{ term: "WageTheft" }, { term: "US-CA" }],
      xml: { lang: "en" },
      links: [
        { rel: "alternate", type: "text/html", href: POST },
        { rel: "alternate", type: "application/activity+json", href: POST },
      ],
    });
  });

  test("an entry that never changed has the date of its publication as `updated`, which Atom demands", () => {
    expect(parseAtomFeed(atomFeed(FEED)).entries?.[1]?.updated).toBe("2026-11-19T00:00:00Z");
  });

  test("what was withdrawn is said to be (RFC 6721)", () => {
    const [tombstone] = elements(atomFeed(FEED)).filter((tag) => tag.local === "deleted-entry");
    expect(tombstone?.uri).toBe("http://purl.org/atompub/tombstones/1.0");
    expect(tombstone?.attributes["ref"]?.value).toBe(`${POST}1`);
    expect(tombstone?.attributes["when"]?.value).toBe("2026-11-21T08:00:00Z");
  });

  test("an empty feed is one", () => {
    const { summary: _, ...empty } = { ...FEED, entries: [], deleted: [] };
    expect(parseAtomFeed(atomFeed(empty))).toMatchObject({ id: CENTRE });
    expect(elements(atomFeed(empty)).map((tag) => tag.local)).not.toContain("subtitle");
  });
});

describe("RSS 2.0", () => {
  test("others read in it what was put in", () => {
    const feed = parseRssFeed(rssFeed(FEED));
    expect(feed).toMatchObject({
      title: FEED.title,
      link: FEED.home,
      description: FEED.summary,
      language: "es",
      lastBuildDate: "Sat, 21 Nov 2026 09:30:00 GMT",
      atom: { links: [{ rel: "self", href: FEED.self }] },
    });
    expect(feed.items?.[0]).toMatchObject({
      title: "Twelve of 43 have been paid",
      link: POST,
      guid: { value: POST, isPermaLink: false },
      pubDate: "Fri, 20 Nov 2026 17:00:00 GMT",
      description: FEED.entries[0]?.html,
      dc: { creators: ["Centro"], languages: ["en"] },
    });
  });

  test("a channel without a summary has its title as the description, which RSS demands", () => {
    const { summary: _, ...brief } = FEED;
    expect(parseRssFeed(rssFeed(brief)).description).toBe(FEED.title);
  });
});

describe("JSON Feed 1.1", () => {
  test("others read in it what was put in", () => {
    const feed = parseJsonFeed(jsonFeed(FEED));
    expect(feed).toMatchObject({ title: FEED.title, home_page_url: FEED.home, feed_url: FEED.self, language: "es" });
    expect(feed.items?.[0]).toMatchObject({
      id: POST,
      url: POST,
      content_html: FEED.entries[0]?.html,
      date_published: "2026-11-20T17:00:00Z",
      date_modified: "2026-11-21T09:30:00Z",
      tags: ["WageTheft", "US-CA"],
      language: "en",
    });
    expect(JSON.parse(jsonFeed(FEED))).toMatchObject({ version: "https://jsonfeed.org/version/1.1" });
  });
});

describe("any text", () => {
  const texts = fc.string({ unit: "binary", maxLength: 60 });
  const feeds = fc
    .record({ title: texts, author: texts, summary: texts, html: texts, category: texts })
    .map(({ html, category, ...feed }): FeedModel => ({
      ...FEED,
      ...feed,
      entries: FEED.entries.map((entry) => ({ ...entry, title: feed.title, html, categories: [category] })),
    }));

  test("leaves the XML well-formed and of the same shape", () => {
    const shape = (xml: string) => elements(xml).map((tag) => tag.name);
    fc.assert(
      fc.property(feeds, (feed) => {
        const plain: FeedModel = { ...FEED, entries: FEED.entries.map((entry) => ({ ...entry, categories: ["x"] })) };
        expect(shape(atomFeed(feed))).toEqual(shape(atomFeed(plain)));
        expect(shape(rssFeed(feed))).toEqual(shape(rssFeed(plain)));
        JSON.parse(jsonFeed(feed));
      }),
    );
  });

  test("characters that XML cannot write are replaced, all others arrive", () => {
    const title = "a\u0000b\u001fc\ufffed\ud800e\tf\u{1f331} <&>\"' ]]>";
    const expected = "a\ufffdb\ufffdc\ufffdd\ufffde\tf\u{1f331} <&>\"' ]]>";
    expect(parseAtomFeed(atomFeed({ ...FEED, title })).title?.value).toBe(expected);
    const atoms: string[] = [];
    const parser = new SaxesParser();
    parser.on("text", (text) => atoms.push(text));
    parser.write(rssFeed({ ...FEED, title })).close();
    expect(atoms).toContain(expected);
  });
});
