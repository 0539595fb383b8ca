import { DAY, feedFilterFrom, FEED_KINDS, UNION_FEDERATIONS } from "@commonhall/domain";
import fc from "fast-check";
import { parseOpml } from "feedsmith";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../../public-web.ts";
import { open } from "../../testing/ask.ts";
import { everything, NOW, SITE } from "../../testing/fixtures.ts";
import { carried, foreignObject, type Carried } from "../../testing/memory-feeds.ts";
import { memoryPorts } from "../../testing/memory-ports.ts";
import { choiceQuery, filterChosen } from "./feed-choice.ts";

const CALIFORNIA = { regions: ["US-CA"], sectors: ["isic4:F"] };
const node = (all: readonly Carried[] = []) => publicWeb(memoryPorts({ ...everything, carried: all }).ports);
const posts = (count: number, facts = CALIFORNIA): readonly Carried[] =>
  Array.from({ length: count }, (_, index) =>
    carried(foreignObject(`p${index}`, { name: `Post ${index}` }, { published: NOW - index * DAY }), facts),
  );

describe("the builder", () => {
  test("shows for what was chosen its last items, how many a month come, and every address", async () => {
    const page = await open(node(posts(90)), "/feeds?place=us&part=us-ca&branch=f&kind=post&language=en");
    expect(page.text).toContain("News of campaigns, construction, California (United States), in English");
    expect(page.text).toContain("About 22 publications a month");
    expect(page.text).toContain("Post 9");
    expect(page.text).not.toContain("Post 10");
    const address = `${SITE.origin}/feeds/us-ca.f.post.en`;
    for (const ending of [".atom", ".rss", ".json"]) expect(page.text).toContain(`${address}${ending}`);
    expect(page.text).toContain("@us-ca.f.post.en@hall.example");
    expect(page.text).toContain(`<iframe src="${address}/widget?n=5&amp;lang=en"`);
    // News happens at no time.
    expect(page.text).not.toContain(`${address}.ics`);
    expect((await open(node(), "/feeds?kind=action")).text).toContain("/feeds/any.any.action.any.ics");
  });

  test("lets everything be chosen that a name can say, and opens with what was chosen", async () => {
    const page = await open(node(), "/feeds?place=gb&part=gb-sct&branch=t97&kind=call&language=zh-Hant-TW");
    const chosen = page.tags.filter(
      ({ name, attributes }) => name === "option" && attributes["selected"] !== undefined,
    );
    expect(chosen.map(({ attributes }) => attributes["value"])).toEqual(["gb", "gb-sct", "t97", "call", "zh-Hant-TW"]);
    const values = page.tags.flatMap(({ name, attributes }) => (name === "option" ? [attributes["value"]] : []));
    expect(values).toEqual(expect.arrayContaining(["001", "419", "grp-gcc", "ps", "f", "a01", "u99", ...FEED_KINDS]));
    expect(values).toEqual(expect.arrayContaining([...UNION_FEDERATIONS.all]));
  });

  test("takes what it is not offered for no choice, and never breaks", async () => {
    const web = node(posts(1));
    for (const query of [
      "place=xx&kind=note",
      "place=qa&part=us-ca",
      "branch=f99&language=und",
      "place[]=1&lang=%00",
    ]) {
      expect((await open(web, `/feeds?${query}`)).status).toBe(200);
    }
    expect((await open(web, "/feeds?place=qa&part=us-ca")).text).toContain("/feeds/qa.any.any.any.atom");
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (place, language) => {
        expect((await open(web, `/feeds?${new URLSearchParams({ place, language })}`)).status).toBe(200);
      }),
      { numRuns: 30 },
    );
  });

  test.each(["us-ca.f.call.ar", "grp-gcc.idwf.any.any", "001.any.action.zh-hant", "any.any.any.any"])(
    "is opened with the choices that %s stands for",
    (name) => {
      const filter = feedFilterFrom(name);
      if (!filter.ok) throw new Error(name);
      const query = new URLSearchParams(choiceQuery(filter.value));
      expect(filterChosen((one) => query.get(one) ?? "")).toEqual(filter.value);
    },
  );

  test("has a feed ready for each of the ten federations, and says so where nothing has come", async () => {
    const page = await open(node(), "/feeds?lang=ar");
    const links = page.tags.flatMap(({ name, attributes }) => (name === "a" ? [attributes["href"] ?? ""] : []));
    for (const code of UNION_FEDERATIONS.all) expect(links).toContain(`/feeds?branch=${code}&lang=ar`);
    expect(page.text).toContain("لم يصل");
  });
});

describe("the page of a feed", () => {
  test("is paged, and tells readers and the fediverse where else it is", async () => {
    const web = node(posts(35));
    const first = await open(web, "/feeds/us.f.any.any?lang=es");
    expect(first.headers.get("etag")).not.toBeNull();
    const alternates = first.tags.filter(
      ({ name, attributes }) => name === "link" && attributes["rel"] === "alternate",
    );
    expect(alternates.map(({ attributes }) => attributes["type"])).toEqual([
      "application/atom+xml",
      "application/feed+json",
      "text/calendar",
      "application/activity+json",
    ]);
    const older = first.tags.find(({ attributes }) => attributes["rel"] === "next")?.attributes["href"] ?? "";
    expect(older).toContain("lang=es");
    const second = await open(web, older);
    expect([first.text.includes("Post 29"), first.text.includes("Post 30")]).toEqual([true, false]);
    expect([second.text.includes("Post 29"), second.text.includes("Post 34")]).toEqual([false, true]);
  });

  test("shows what others wrote as text, and their pages learn nothing of where somebody came from", async () => {
    const evil = foreignObject("evil", { name: "\u202E<b>x</b>", content: "<p>one<script>steal()</script></p>" });
    const page = await open(node([carried(evil, CALIFORNIA)]), "/feeds/us.f.any.any");
    expect(page.html).not.toContain("<script");
    expect(page.html).not.toContain("\u202E");
    const link = page.tags.find(({ attributes }) => attributes["href"] === evil.id);
    expect(link?.attributes["rel"]).toBe("noopener noreferrer");
  });
});

describe("the widget", () => {
  const widget = (query = "", all = posts(30)) => open(node(all), `/feeds/us.f.any.any/widget${query}`);

  test("has the newest, as many as are asked for, in the language of its address", async () => {
    const counted = async (query: string) => (await widget(query)).tags.filter(({ name }) => name === "li").length;
    expect(await Promise.all(["", "?n=1", "?n=20", "?n=999", "?n=-1", "?n=x"].map(counted))).toEqual([
      5, 1, 20, 20, 5, 5,
    ]);
    expect((await widget("?lang=es")).text).toContain("Todo, construcción");
    const asked = await open(node(), "/feeds/us.f.any.any/widget", { "accept-language": "ar" });
    expect(asked.text).toContain("Everything, construction");
    expect(asked.headers.get("vary")).toBeNull();
  });

  test("may be framed by anybody, as no other page may, and nothing runs, loads or is remembered in it", async () => {
    const { headers, tags, html } = await widget();
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors \*/);
    expect(policy).not.toMatch(/script-src|unsafe|img-src/);
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(tags.filter(({ name }) => ["script", "img", "form", "iframe", "link", "object"].includes(name))).toEqual([]);
    expect(html).not.toMatch(/ on[a-z]+=|javascript:/);
    for (const { name, attributes } of tags.filter(({ name }) => name === "a")) {
      expect([name, attributes["target"], attributes["rel"]]).toEqual(["a", "_blank", "noopener noreferrer"]);
    }
    for (const path of ["/feeds", "/feeds/us.f.any.any", "/", "/feeds/us.f.any.any.atom"]) {
      const other = await open(node(), path);
      expect(other.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    }
  });

  test("lies at one address and says what is wrong at others", async () => {
    expect((await open(node(), "/feeds/us.f.any/widget")).status).toBe(404);
    expect((await open(node(), "/feeds/US.f.any.any/widget?n=2")).headers.get("location")).toBe(
      "/feeds/us.f.any.any/widget?n=2",
    );
  });
});

test("all feeds that are offered can be taken into a feed reader at once", async () => {
  const file = await open(node(posts(1)), "/feeds.opml?lang=es");
  expect(file.headers.get("content-type")).toBe("text/x-opml; charset=utf-8");
  const groups = parseOpml(file.html).body?.outlines ?? [];
  expect(groups).toHaveLength(4);
  const feeds = groups.flatMap(({ outlines }) => outlines ?? []);
  const at = (name: string) => feeds.find(({ xmlUrl }) => xmlUrl === `${SITE.origin}/feeds/${name}.atom`);
  expect(at("any.any.any.any")).toMatchObject({ type: "rss", text: "Todo" });
  expect(at("us-ca.any.any.any")?.htmlUrl).toBe(`${SITE.origin}/feeds/us-ca.any.any.any`);
  expect(at("any.f.any.any")?.text).toBe("Todo, construcción");
  for (const code of UNION_FEDERATIONS.all) expect(at(`any.${code}.any.any`)).toBeDefined();
  expect(at("qa.any.any.any")).toBeUndefined();
  const empty = parseOpml((await open(node(), "/feeds.opml")).html).body?.outlines;
  expect(empty).toHaveLength(2);
});
