import { DAY, HOUR, type StoredObject } from "@commonhall/domain";
import { actionDocument, addressesOf } from "@commonhall/wire";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import ICAL from "ical.js";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../../public-web.ts";
import { everything, NOW, payUp, rally, SITE, centre } from "../../testing/fixtures.ts";
import { carried, foreignObject, type Carried } from "../../testing/memory-feeds.ts";
import { memoryPorts } from "../../testing/memory-ports.ts";
import { readHtml } from "../../testing/read-html.ts";

const CALIFORNIA = { regions: ["US-CA"], sectors: ["isic4:F"] };
const FORMATS = ["atom", "rss", "json", "ics"] as const;

function node(all: readonly Carried[], now = NOW) {
  const { ports } = memoryPorts({ ...everything, carried: all }, { clock: () => now });
  const web = publicWeb(ports);
  return async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await web.request(`${SITE.origin}${path}`, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}

const posts = (count: number): readonly Carried[] =>
  Array.from({ length: count }, (_, index) =>
    carried(foreignObject(`p${index}`, {}, { published: NOW - index * HOUR }), CALIFORNIA),
  );

describe("the files of a feed", () => {
  test.each([
    ["atom", "application/atom+xml; charset=utf-8"],
    ["rss", "application/rss+xml; charset=utf-8"],
    ["json", "application/feed+json; charset=utf-8"],
    ["ics", "text/calendar; charset=utf-8"],
  ])(".%s is there for every name that could be, and can be kept", async (ending, type) => {
    const ask = node([]);
    for (const name of ["us-ca.f.call.any", "any.any.any.any", "grp-gcc.t97.action.ar", "419.idwf.any.zh-hant-tw"]) {
      const file = await ask(`/feeds/${name}.${ending}`);
      expect([file.status, file.headers.get("content-type")]).toEqual([200, type]);
      expect(file.headers.get("cache-control")).toBe("public, max-age=180");
      const etag = file.headers.get("etag") ?? "";
      const again = await ask(`/feeds/${name}.${ending}`, { "if-none-match": etag });
      expect([again.status, again.text]).toEqual([304, ""]);
    }
  });

  test("others' parsers read in each of them what fits, and who says it", async () => {
    const fitting = carried(
      foreignObject("wages", { name: "Pay", content: "<p>Pay <b>now</b></p>" }),
      { regions: ["US-CA"], sectors: ["isic4:F41"], languages: ["en"] },
      { from: "Hall of builders" },
    );
    const other = carried(foreignObject("other"), { regions: ["QA"], sectors: ["isic4:F"] });
    const ask = node([fitting, other]);
    const [atom, rss, json] = await Promise.all(
      ["atom", "rss", "json"].map(async (ending) => (await ask(`/feeds/us.f.any.en.${ending}`)).text),
    );
    const { id } = fitting.item.object;
    const read = parseAtomFeed(atom ?? "");
    expect(read).toMatchObject({
      id: `${SITE.origin}/feeds/us.f.any.en`,
      title: { value: `Everything, construction, United States, in English · Migrant Workers’ Hall, Beirut` },
    });
    expect(read.entries).toMatchObject([
      { id, title: { value: "Pay" }, authors: [{ name: "Hall of builders" }], content: { type: "html" } },
    ]);
    expect(read.links).toContainEqual({
      rel: "alternate",
      type: "application/activity+json",
      href: `${SITE.origin}/feeds/us.f.any.en`,
    });
    expect(read.entries?.[0]?.content?.value).toBe("<p>Pay <strong>now</strong></p>");
    expect(parseRssFeed(rss ?? "").items).toMatchObject([
      { guid: { value: id }, title: "Pay", dc: { creators: ["Hall of builders"] } },
    ]);
    expect(parseJsonFeed(json ?? "").items).toMatchObject([
      { id, title: "Pay", authors: [{ name: "Hall of builders" }] },
    ]);
  });

  test("are read page by page, every entry once, to the end", async () => {
    const ask = node(posts(120));
    for (const [ending, next] of [
      ["atom", (text: string) => parseAtomFeed(text).links?.find(({ rel }) => rel === "next")?.href],
      ["rss", (text: string) => parseRssFeed(text).atom?.links?.find(({ rel }) => rel === "next")?.href],
      ["json", (text: string) => parseJsonFeed(text).next_url],
    ] as const) {
      const ids: string[] = [];
      const pages: string[] = [];
      for (let at: string | undefined = `/feeds/us.f.any.any.${ending}?lang=es`; at !== undefined;) {
        pages.push(at);
        const { text } = await ask(at);
        ids.push(...[...text.matchAll(/https:\/\/ally\.example\/posts\/(p\d+)/g)].map(([, id = ""]) => id));
        const address = next(text);
        at = address === undefined ? undefined : address.slice(SITE.origin.length);
      }
      expect(pages).toHaveLength(3);
      expect(pages[2]).toMatch(/lang=es/);
      expect(new Set(ids).size).toBe(120);
    }
  });

  test("say in Atom what was withdrawn", async () => {
    const gone = carried(foreignObject("gone"), CALIFORNIA, { gone: NOW - HOUR });
    const { text } = await node([gone])("/feeds/us.f.any.any.atom");
    const deleted: unknown[] = [];
    const parser = new SaxesParser({ xmlns: true });
    parser.on("opentag", ({ uri, local, attributes }) => {
      if (local === "deleted-entry") deleted.push([uri, attributes["ref"]?.value, attributes["when"]?.value]);
    });
    parser.write(text).close();
    expect(deleted).toEqual([["http://purl.org/atompub/tombstones/1.0", gone.item.object.id, "2026-11-24T08:30:00Z"]]);
    expect(parseAtomFeed(text).entries ?? []).toEqual([]);
  });

  test("speak the language that is asked for, else that of what they carry, else the centre's, and never the browser's", async () => {
    const both = carried(foreignObject("both", { name: "Pay", nameMap: { en: "Pay", ar: "ادفعوا", es: "Paguen" } }), {
      ...CALIFORNIA,
      languages: ["en", "ar", "es"],
    });
    const ask = node([both]);
    const titles = async (path: string) => {
      const { title, entries } = parseAtomFeed((await ask(path, { "accept-language": "fr" })).text);
      return [title?.value?.split("،")[0]?.split(",")[0], entries?.[0]?.title?.value];
    };
    expect(await titles("/feeds/us.f.any.any.atom")).toEqual(["Everything", "Pay"]);
    expect(await titles("/feeds/us.f.any.ar.atom")).toEqual(["كل ما يُنشر", "ادفعوا"]);
    expect(await titles("/feeds/us.f.any.ar.atom?lang=es")).toEqual(["Todo", "Paguen"]);
  });

  test("carry nothing that others' markup could do to whoever reads them", async () => {
    const evil = `<p onclick="x()">a</p><script>steal()</script><img src="https://spy.example/p.png"><a href="javascript:x()">b</a>`;
    const entry = carried(foreignObject("evil", { content: evil, name: "<script>x</script>" }), CALIFORNIA);
    const ask = node([entry]);
    const content = parseJsonFeed((await ask("/feeds/us.f.any.any.json")).text).items?.[0]?.content_html ?? "";
    expect(content).toContain("a");
    for (const word of ["script", "onclick", "img", "javascript", "steal"]) expect(content).not.toContain(word);
    for (const ending of FORMATS)
      expect((await ask(`/feeds/us.f.any.any.${ending}`)).text).not.toContain("spy.example");
  });

  test("do not read documents longer than any of this network, and say the first words of them", async () => {
    const long = carried(
      foreignObject("long", { content: `<p>${"<b>".repeat(60_000)}</p>` }, { text: "The first words" }),
      CALIFORNIA,
    );
    const [entry] = parseAtomFeed((await node([long])("/feeds/us.f.any.any.atom")).text).entries ?? [];
    expect(entry?.title?.value).toBe("The first words");
  });
});

describe("the calendar of a feed", () => {
  const away = { origin: "https://ally.example", handleHost: "ally.example" };
  const eventObject = (document: object, more: Partial<StoredObject> = {}): StoredObject => {
    const starts = more.starts ?? NOW + DAY;
    return foreignObject(
      "event",
      { type: "Event", startTime: new Date(starts).toISOString(), name: "Picket", ...document },
      { kind: "action", type: "Event", starts, ...more },
    );
  };
  const eventsOf = async (all: readonly Carried[], path: string) => {
    const { text } = await node(all)(path);
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  };

  test("has foreign actions with their time, their place, and whether they were called off", async () => {
    const action = { ...rally, id: addressesOf(away).action("1"), cancelled: true };
    const document = actionDocument({ site: away, action, centre, campaign: payUp });
    const object = { ...eventObject({}, { starts: action.starts }), id: action.id, document: JSON.stringify(document) };
    const [event] = await eventsOf(
      [carried(object, CALIFORNIA, { from: "Ally, the hall" })],
      "/feeds/us.f.action.any.ics",
    );
    expect(event?.uid).toBe(action.id);
    expect(event?.startDate.toJSDate().getTime()).toBe(action.starts);
    expect(event?.location).toContain("Jalan Thamrin");
    expect(event?.component.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(event?.description).toContain("Ally, the hall");
  });

  test.each(["Mars/Olympus", "", "Europe/Kyiv", "GMT+25", "America/../../etc", "UTC\r\nX-EVIL:1", 7, null])(
    "is whole with the time zone %j",
    async (timezone) => {
      const events = await eventsOf([carried(eventObject({ timezone }), CALIFORNIA)], "/feeds/us.f.any.any.ics");
      expect(events).toHaveLength(1);
      expect(events[0]?.startDate.toJSDate().getTime()).toBe(NOW + DAY);
    },
  );

  test("has our own as the calendar of their campaign has them", async () => {
    const object = { ...eventObject({}), id: rally.id, local: true };
    const [event] = await eventsOf([carried(object, CALIFORNIA)], "/feeds/us.f.any.any.ics");
    expect([event?.uid, event?.sequence]).toEqual([rally.id, rally.sequence]);
  });

  test("of a feed of calls is empty, and what is no event breaks nothing", async () => {
    const all = [carried(eventObject({}), CALIFORNIA), carried(eventObject({ startTime: "soon" }), CALIFORNIA)];
    expect(await eventsOf(all, "/feeds/us.f.call.any.ics")).toEqual([]);
    expect(await eventsOf(all, "/feeds/us.f.any.any.ics")).toHaveLength(1);
  });
});

describe("a name that is none", () => {
  test.each([
    ["us-ca.f.call", "This one has 3 parts"],
    ["us-zz.f.call.any.atom", "“us-zz” is no place"],
    ["us.f99.call.any", "“f99” is no branch"],
    ["us.f.note.any.json", "“note” is none"],
    ["us.f.call.qqq", "“qqq” is no language"],
    ["us.f.call.any.exe", "This one has 5 parts"],
    [`${"x".repeat(5000)}.f.call.any`, "is no place"],
    ["%3Cscript%3E.f.call.any", "<script>"],
  ])("%s is answered with what was wrong and what would do", async (name, said) => {
    const { status, text } = await node([])(`/feeds/${name}`);
    expect(status).toBe(404);
    const page = readHtml(text);
    expect(page.text.replaceAll(/[\u2068\u2069]/g, "")).toContain(said);
    expect(page.text).toContain("grp-gcc");
    expect(text).not.toContain("<script");
    expect(text.length).toBeLessThan(20_000);
  });

  test.each(["es", "ar"])("in %s too", async (language) => {
    for (const name of ["us", "zz.f.call.any", "us.zz.call.any", "us.f.zz.any", "us.f.call.qqq", "f.us.call.any"]) {
      const { status, text } = await node([])(`/feeds/${name}?lang=${language}`);
      expect(status).toBe(404);
      expect(() => readHtml(text)).not.toThrow();
    }
  });

  test("whose parts stand in the wrong order leads to the right one, with the same ending", async () => {
    const { text } = await node([])("/feeds/call.us-ca.any.f.ics?lang=en");
    expect(text).toContain('href="/feeds/us-ca.f.call.any.ics?lang=en"');
  });

  test("in capitals leads to the one address of the feed", async () => {
    const { status, headers } = await node([])("/feeds/US-CA.F.Call.any.atom?lang=es");
    expect([status, headers.get("location")]).toEqual([301, "/feeds/us-ca.f.call.any.atom?lang=es"]);
  });
});
