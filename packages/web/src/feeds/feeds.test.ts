import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { everything, DELETED_POST, met, payUp, picket, rally, SITE } from "../testing/fixtures.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { feedNameFrom } from "./feeds.ts";

const web = publicWeb(memoryPorts(everything).ports);
const ask = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
  const response = await web.request(path, { headers });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
};

describe("feeds of a centre and of a campaign", () => {
  test.each([
    ["atom", "application/atom+xml; charset=utf-8"],
    ["rss", "application/rss+xml; charset=utf-8"],
    ["json", "application/feed+json; charset=utf-8"],
    ["ics", "text/calendar; charset=utf-8"],
  ])(".%s", async (ending, type) => {
    for (const path of ["/centres/dar", "/campaigns/payup2026"]) {
      const feed = await ask(`${path}.${ending}`);
      expect([feed.status, feed.type]).toEqual([200, type]);
      expect(feed.text).toContain(rally.id);
    }
  });

  test("each publication stands there once, announced or not, and what was withdrawn says so", async () => {
    const { text } = await ask("/centres/dar.json");
    const ids = (JSON.parse(text) as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([payUp.id, met.id, rally.id, picket.id]));
    expect(ids).not.toContain(rally.announcement);
    expect(ids).not.toContain(payUp.openingPost);
    expect((await ask("/centres/dar.atom")).text).toMatch(new RegExp(`deleted-entry ref="${DELETED_POST}"`));
  });

  test("entries have titles, whole texts, and the demands of a campaign", async () => {
    const { text } = await ask("/campaigns/payup2026.json");
    const items = (
      JSON.parse(text) as { items: { id: string; title: string; content_html: string; language: string }[] }
    ).items;
    const entry = (id: string) => items.find((item) => item.id === id);
    expect(entry(payUp.id)).toMatchObject({ title: "Pay what you owe", language: "en" });
    expect(entry(payUp.id)?.content_html).toContain("<li>No blacklisting of those who spoke up.</li>");
    expect(entry(met.id)?.title).toMatch(/^The brand has met us/);
    expect(entry(rally.id)).toMatchObject({ title: "At the brand’s shop" });
    expect(entry(rally.id)?.content_html).toContain("Jalan Thamrin");
  });

  test("a feed is the same for every browser, and speaks the language that its address names", async () => {
    const plain = await ask("/campaigns/payup2026.atom", { "accept-language": "ar" });
    expect(plain.text).toBe((await ask("/campaigns/payup2026.atom", { "accept-language": "es" })).text);
    const { text } = await ask("/campaigns/payup2026.atom?lang=ar");
    expect(text).toContain("ادفعوا ما عليكم");
    expect(text).toContain(`href="${SITE.origin}/campaigns/payup2026.atom?lang=ar"`);
  });

  test("the calendar keeps what was cancelled and says so; nobody who comes stands in it", async () => {
    const { text } = await ask("/campaigns/payup2026.ics");
    expect(text).toContain("STATUS:CANCELLED");
    expect(text).toContain("SEQUENCE:1");
    expect(text).toContain("DTSTART;TZID=Asia/Jakarta:20261128T080000");
    expect(text).not.toContain("ATTENDEE");
    expect((await ask(`${new URL(rally.id).pathname}.ics`)).text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  });

  test.each(["/campaigns/nobody.atom", "/centres/other.json", "/campaigns/payup2026.exe", "/campaigns/.atom"])(
    "%s is not there",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  test("an ending is one of ours, or part of what is no handle", () => {
    expect(feedNameFrom("payup2026")).toEqual({ handle: "payup2026", feed: undefined });
    expect(feedNameFrom("payup2026.rss")).toEqual({ handle: "payup2026", feed: "rss" });
    expect(feedNameFrom("payup2026.html")).toEqual({ handle: undefined, feed: undefined });
  });
});
