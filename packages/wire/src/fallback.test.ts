import {
  ownName,
  isGathering,
  languagesOf,
  type Action,
  type Campaign,
  type Centre,
  type LanguageTag,
} from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { updateActivity } from "./activities/activities.ts";
import { actionAnnouncementDocument } from "./campaigns/action-announcement-document.ts";
import { actionDocument } from "./campaigns/action-document.ts";
import { openingPostDocument } from "./campaigns/opening-post-document.ts";
import { postDocument } from "./campaigns/post-document.ts";
import { bytesOf, DOCUMENT_LIMIT } from "./document-size.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import { ADDRESSES, proofKeyOf, SITE } from "./testing/actors.ts";
import { anyAction, anyCampaign, anyCentre, anyPost } from "./testing/drafts.ts";
import { anyObject, sealed } from "./testing/documents.ts";
import { ALLOWED_TAGS, LINK_CLASSES, plainText, withinAllowList } from "./text/html.ts";
import { htmlFromMarkdown } from "./text/markdown.ts";

const site = SITE;
const textOf = (document: JsonObject, field: string): string => {
  const value = document[field];
  if (typeof value !== "string") throw new Error(`No ${field}: ${JSON.stringify(document)}`);
  return value;
};
const paragraphsOf = (html: string): string[] => html.match(/<p>.*?<\/p>/gs) ?? [];
const mapOf = (document: JsonObject, field: string): [string, string][] => {
  const map = document[field];
  if (!isJsonObject(map)) throw new Error(`No ${field}`);
  return Object.entries(map).map(([tag, text]) => [tag, typeof text === "string" ? text : ""]);
};

describe("wire.md 11: what others will see", () => {
  test("1. a Note has neither name nor summary", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        fc.pre(object["type"] === "Note");
        for (const field of ["name", "nameMap", "summary", "summaryMap"]) expect(object).not.toHaveProperty(field);
      }),
    );
  });

  test("1. its first paragraph says what it is, by when and where", () => {
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyAction, (centre, campaign, action) => {
        const opening = openingPostDocument({ site, campaign, centre });
        const [campaignFacts = ""] = paragraphsOf(textOf(opening, "content"));
        expect(plainText(campaignFacts)).toContain(collapsed(campaign.name));
        if (campaign.status === "running") expect(plainDigits(campaignFacts)).toContain(campaign.ends.slice(0, 4));
        const note = isGathering(action.type)
          ? actionAnnouncementDocument({ site, action, centre, campaign })
          : actionDocument({ site, action, centre, campaign });
        expectFacts(textOf(note, "content"), action);
      }),
    );
  });

  test("1. its last paragraph holds the link", () => {
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyAction, anyPost, (centre, campaign, action, post) => {
        const ends = (document: JsonObject) => paragraphsOf(textOf(document, "content")).at(-1);
        expect(ends(openingPostDocument({ site, campaign, centre }))).toContain(`href="${campaign.id}"`);
        expect(ends(postDocument({ site, post, centre, campaign }))).toContain(`href="${campaign.id}"`);
        expect(ends(postDocument({ site, post, centre }))).toContain(`href="${post.id}"`);
        expect(ends(actionDocument({ site, action, centre, campaign }))).toContain(`href="${action.id}"`);
        expect(ends(actionAnnouncementDocument({ site, action, centre, campaign }))).toContain(`href="${action.id}"`);
      }),
    );
  });

  test("2. an Event has a name and, in one paragraph of HTML, the facts", () => {
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyAction, (centre, campaign, action) => {
        fc.pre(isGathering(action.type));
        const event = actionDocument({ site, action, centre, campaign });
        const summary = textOf(event, "summary");
        expect(event["type"]).toBe("Event");
        expect(textOf(event, "name")).toContain(Object.values(action.name)[0]);
        expect(paragraphsOf(summary)).toEqual([summary]);
        expectFacts(summary, action);
        expect(mapOf(event, "summaryMap")[0]?.[1]).toBe(summary);
        expect(mapOf(event, "nameMap")[0]?.[1]).toBe(event["name"]);
      }),
    );
  });

  test("3. content is, byte for byte, the first entry of contentMap, in the language that it was written in", () => {
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyAction, anyPost, (centre, campaign, action, post) => {
        const documents: [JsonObject, LanguageTag[]][] = [
          [openingPostDocument({ site, campaign, centre }), languagesOf(campaign.name)],
          [postDocument({ site, post, centre, campaign }), languagesOf(post.text)],
          [actionDocument({ site, action, centre, campaign }), languagesOf(action.name)],
          [actionAnnouncementDocument({ site, action, centre, campaign }), languagesOf(action.name)],
        ];
        for (const [document, [language]] of documents) {
          const arrived: unknown = JSON.parse(JSON.stringify(document));
          const [first] = mapOf(isJsonObject(arrived) ? arrived : {}, "contentMap");
          expect(first).toEqual([language, document["content"]]);
        }
      }),
    );
  });

  test("3. every translation is linked from every other, with its tag and its own name", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const entries = mapOf(object, "contentMap");
        for (const [language, html] of entries) {
          const foot = paragraphsOf(html).at(-1) ?? "";
          const linked = [...foot.matchAll(/<a href="([^"]*)\?lang=([^"]*)" hreflang="([^"]*)">([^<]*)<\/a>/g)];
          const others = entries.map(([tag]) => tag).filter((tag) => tag !== language);
          expect(linked.map(([, , tag]) => tag)).toEqual(others);
          for (const [, page, tag = "", hreflang, name] of linked) {
            expect(page).toBe(object["url"]);
            expect(hreflang).toBe(tag);
            expect(name).toBe(nameOf(tag));
          }
        }
      }),
    );
  });

  test("4. no HTML beyond what everybody shows", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        for (const field of ["contentMap", "summaryMap"]) {
          for (const [, html] of object[field] === undefined ? [] : mapOf(object, field)) expectAllowed(html);
        }
      }),
    );
  });

  test("5. hashtags stand in the text and in tag; no person does", () => {
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyPost, (centre, campaign, post) => {
        const document = postDocument({ site, post, centre, campaign });
        const tags = document["tag"] ?? [];
        expect(tags).toEqual(post.tags.map((tag) => ({ type: "Hashtag", name: `#${tag}`, href: ADDRESSES.tag(tag) })));
        for (const tag of post.tags) {
          const link = `<a href="${ADDRESSES.tag(tag)}" class="mention hashtag" rel="tag">#${tag}</a>`;
          for (const [, html] of mapOf(document, "contentMap")) expect(html).toContain(link);
        }
        // The one mention is that of the campaign, in its opening post.
        const opening = openingPostDocument({ site, campaign, centre });
        expect(opening["tag"]).toEqual([{ type: "Mention", href: campaign.id, name: "@payup@hall.example" }]);
      }),
    );
  });

  test("5. url is one string, and the id", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        expect(object["url"]).toBe(object["id"]);
      }),
    );
  });

  test("6. there are no images without a text: builders of today attach none", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        expect(object).not.toHaveProperty("attachment");
      }),
    );
  });

  test("7. a page in each of fourteen languages fits, sealed and in its activity", () => {
    const tags = "en es ar fr id fil ne bn hi ta my th vi ur".split(" ");
    const text = Object.fromEntries(tags.map((tag) => [tag, "नमस्ते ".repeat(170)]));
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyPost, (centre, campaign, post) => {
        const object = postDocument({ site, post: { ...post, text }, centre, campaign });
        const both = sealed(object, proofKeyOf(centre.id), 0);
        expect(bytesOf(both.activity)).toBeLessThan(DOCUMENT_LIMIT);
        expect(bytesOf(both.activity)).toBe(Buffer.from(JSON.stringify(both.activity)).length);
      }),
      { numRuns: 20 },
    );
  });

  test("8. what has changed says when, and an Update of anything else is refused", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const { updated: _, ...unchanged } = object;
        const about = { id: ADDRESSES.activity("1"), actor: ADDRESSES.node(), published: 0, to: [] };
        expect(() => updateActivity({ ...about, object: unchanged })).toThrow("when it was");
        const changed = { ...unchanged, updated: "2026-11-22T00:00:00Z" };
        expect(updateActivity({ ...about, object: changed })["type"]).toBe("Update");
      }),
    );
    fc.assert(
      fc.property(anyCentre, anyPost, (centre, post) => {
        const document = postDocument({ site, post: { ...post, updated: 1_000 }, centre });
        expect(document["updated"]).toBe("1970-01-01T00:00:01Z");
      }),
    );
  });
});

describe("what people write", () => {
  test("never becomes markup, but for Markdown where that is promised", () => {
    const evil = '<img src=x onerror="alert(1)">"\'&amp;</p><script>';
    const texts = { [tagOf("en")]: evil };
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyAction, anyPost, (anyone, other, anAction, aPost) => {
        const centre: Centre = { ...anyone, name: texts, summary: texts };
        const target = { name: evil, role: "brand", title: evil, organization: evil } as const;
        const campaign: Campaign = { ...other, name: texts, summary: texts, demands: [texts], targets: [target] };
        const action: Action = { ...anAction, name: texts, text: texts, place: { name: evil, address: evil } };
        for (const document of [
          openingPostDocument({ site, campaign, centre }),
          postDocument({ site, post: { ...aPost, text: texts }, centre, campaign }),
          actionDocument({ site, action, centre, campaign }),
          actionAnnouncementDocument({ site, action, centre, campaign }),
        ]) {
          for (const [, html] of mapOf(document, "contentMap")) {
            expectAllowed(html);
            expect(html).not.toMatch(/<(?:img|script)/);
            expect(html).toContain("&lt;img src=x");
          }
        }
      }),
      { numRuns: 20 },
    );
    expect(htmlFromMarkdown(evil)).toContain("&lt;script&gt;");
  });
});

/** The sanitizer, which is told nothing of how the text was made, finds nothing to take away. */
function expectAllowed(html: string): void {
  expect(withinAllowList(html)).toBe(html);
  for (const [, tag = ""] of html.matchAll(/<\/?([a-z0-9]+)/gi)) expect(ALLOWED_TAGS).toContain(tag);
  for (const [, names = ""] of html.matchAll(/ class="([^"]*)"/g)) {
    for (const name of names.split(" ")) expect(LINK_CLASSES).toContain(name);
  }
}

/** The weekday and the year, as the wall of the action's time zone shows them, and the place. */
function expectFacts(html: string, action: Action): void {
  const [facts = ""] = paragraphsOf(html);
  const [language = "en"] = languagesOf(action.name);
  const locales = [language === "en" ? "en-GB" : language, "en-GB"];
  const zone = { timeZone: action.timezone, calendar: "gregory" } as const;
  const weekday = new Intl.DateTimeFormat(locales, { ...zone, weekday: "long" }).format(action.starts);
  const year = new Intl.DateTimeFormat(locales, { ...zone, year: "numeric" }).formatToParts(action.starts);
  const text = plainText(facts);
  expect(text).toContain(collapsed(action.name));
  expect(text).toContain(weekday);
  expect(text).toContain(year.find(({ type }) => type === "year")?.value);
  if (action.place !== undefined) expect(text).toContain(action.place.name.replaceAll(/\s+/g, " "));
}

const collapsed = (texts: Readonly<Record<string, string>>): string =>
  (Object.values(texts)[0] ?? "").replaceAll(/\s+/g, " ");

/** Digits of every script as ours. */
const plainDigits = (text: string): string =>
  text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
    return String(code - zero);
  });

const nameOf = (tag: string): string => ownName(tagOf(tag));
const tagOf = (tag: string): LanguageTag => languagesOf({ [tag]: "" })[0] ?? tagOf("en");
