import * as fc from "fast-check";
import { KINDS, trusted, type Kind, type StoredObject, type TimelineItem } from "@commonhall/domain";
import {
  actionAnnouncementDocument,
  actionDocument,
  addressesOf,
  campaignDocument,
  postDocument,
} from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, met, NOW, payUp, picket, rally } from "../testing/fixtures.ts";
import { keys } from "../testing/memory-ports.ts";
import { readHtml } from "../testing/read-html.ts";

const site = { origin: "https://ally.example", handleHost: "ally.example" };
const at = addressesOf(site);
const ally = { ...centre, id: at.centre(trusted.handle("ally")), handle: trusted.handle("ally") };
const dockers = trusted.actor("https://mastodon.example/users/dockers");

interface Told {
  readonly kind?: Kind;
  readonly type?: string;
  readonly document: object | string;
}

let made = 0;
function arrived({ kind = "note", type = "Note", document }: Told, more: Partial<TimelineItem> = {}): TimelineItem {
  const object: StoredObject = {
    id: trusted.object(`https://ally.example/things/${(made += 1)}`),
    kind,
    type,
    attributedTo: ally.id,
    published: NOW - made * 60_000,
    language: "en",
    text: "",
    document: typeof document === "string" ? document : JSON.stringify(document),
    local: false,
    reach: "public",
  };
  return {
    object,
    from: ally.id,
    fromName: "Ally",
    fromHandle: "@ally@ally.example",
    reason: "followed",
    received: NOW,
    ...more,
  };
}

async function atTheDesk(...timeline: TimelineItem[]) {
  const node = deskPorts();
  node.world.timeline = timeline;
  const browser = new Browser(createWeb(node.ports));
  await browser.signIn("hala");
  const read = async (path: string) => readHtml((await browser.open(path)).html);
  return { ...node, browser, read };
}

const campaign = { ...payUp, id: at.campaign(payUp.handle), centre: ally.id };

describe("what arrived", () => {
  test("a campaign stands there with its demands and addressees, in the reader's language", async () => {
    const document = campaignDocument({ site, campaign, keys, centre: ally });
    const { read } = await atTheDesk(arrived({ kind: "campaign", type: "Group", document }));
    const { text } = await read("/desk/arrived?lang=es");
    expect(text).toContain("Paguen lo que deben");
    expect(text).toContain("Paguen la indemnización que fija la ley");
    expect(text).toMatch(/A Brand\s+marca/);
    expect(text).toContain("English, العربية, Español y Bahasa Indonesia");
  });

  test("a post says who wrote it, who passed it on, and what, with nothing in it that runs", async () => {
    const post = { ...met, centre: ally.id, campaign: campaign.id };
    const item = arrived(
      { kind: "post", document: postDocument({ site, post, centre: ally, campaign }) },
      { via: dockers },
    );
    const { read, world } = await atTheDesk(item);
    world.following = [
      {
        id: dockers,
        handle: "@dockers@mastodon.example",
        name: "Dockers",
        state: "accepted",
        since: 0,
        ours: centre.id,
      },
    ];
    const { text } = await read("/desk/arrived?lang=ar");
    expect(text).toContain("نقله Dockers");
    expect(text).toContain("التقت بنا العلامة التجارية");
  });

  test("an action says when and where, and whether it was cancelled", async () => {
    const told = (action: typeof rally) =>
      arrived({
        kind: "action",
        type: "Event",
        document: actionDocument({ site, action: { ...action, centre: ally.id }, centre: ally, campaign }),
      });
    const { read } = await atTheDesk(told(rally), told(picket));
    const { text } = await read("/desk/arrived");
    expect(text).toContain("Saturday, 28 November 2026, 08:00–11:00");
    expect(text).toContain("Western Indonesia Time");
    expect(text).toMatch(/Cancelled\s+Sunday, 29 November 2026/);
  });

  test("an action that has arrived is not told of twice", async () => {
    const action = { ...rally, id: at.action("1"), centre: ally.id };
    const input = { site, action, centre: ally, campaign };
    const announcement = arrived({ kind: "post", document: actionAnnouncementDocument(input) });
    const { read, world } = await atTheDesk(announcement);
    expect((await read("/desk/arrived")).text).toContain("At the brand’s shop");
    const itself = arrived({ kind: "action", type: "Event", document: actionDocument(input) });
    world.timeline = [announcement, { ...itself, object: { ...itself.object, id: action.id } }];
    for (const path of ["/desk/arrived", "/desk"]) {
      expect((await read(path)).text.match(/At the brand’s shop/g)).toHaveLength(1);
    }
  });

  test("scripts, styles and pictures of others are not let in", async () => {
    const content =
      '<p onclick="x()">Read <a href="javascript:x()">this</a><script>x()</script><img src="https://track.example/1.gif"></p>';
    const attachment = [
      { type: "Document", mediaType: "image/png", url: "https://ally.example/p.png", name: "A <banner>" },
      { type: "Image", url: "javascript:x()" },
    ];
    const group = {
      ...campaignDocument({ site, campaign, keys, centre: ally }),
      summary: content,
      summaryMap: { en: content },
    };
    const { browser, read } = await atTheDesk(
      arrived({ document: { type: "Note", content, attachment } }),
      arrived({ kind: "campaign", type: "Group", document: group }),
    );
    const { tags, text } = await read("/desk/arrived");
    expect(tags.filter(({ name }) => name === "img" || name === "script")).toEqual([]);
    expect(text).toContain("A <banner>");
    expect((await browser.open("/desk/arrived")).html).not.toContain("javascript:");
  });

  test("a long text is cut, and stands whole on its own page", async () => {
    const item = arrived({
      type: "Article",
      document: {
        type: "Article",
        name: "Ten years",
        content: `<p>${"One room and a kettle. ".repeat(80)}The end.</p>`,
      },
    });
    const { read, browser } = await atTheDesk(item);
    const { text } = await read("/desk/arrived");
    expect(text).toContain("Ten years");
    expect(text).not.toContain("The end.");
    const whole = await browser.open(`/desk/arrived/object?id=${encodeURIComponent(item.object.id)}`);
    expect(whole.html).toContain("The end.");
    expect(whole.html).toContain("@ally@ally.example");
  });

  test("is filtered by kind and by author, and what strangers sent stands apart", async () => {
    const { read } = await atTheDesk(
      arrived({ kind: "post", document: { content: "<p>first post</p>" } }),
      arrived({ document: { content: "<p>a note of the dockers</p>" } }, { from: dockers, fromName: "Dockers" }),
      arrived({ document: { content: "<p>dear friends</p>" } }, { reason: "addressed", fromName: "A stranger" }),
    );
    const says = async (query: string) => {
      const { text } = await read(`/desk/arrived${query}`);
      return ["first post", "a note of the dockers", "dear friends"].filter((words) => text.includes(words));
    };
    expect(await says("")).toEqual(["first post", "a note of the dockers"]);
    expect(await says("?kind=post")).toEqual(["first post"]);
    expect(await says(`?from=${encodeURIComponent(dockers)}`)).toEqual(["a note of the dockers"]);
    expect(await says("?who=strangers")).toEqual(["dear friends"]);
    expect(await says("?kind=bulletin")).toEqual([]);
    expect(await says("?kind=nothing&from=nobody")).toEqual(["first post", "a note of the dockers"]);
  });

  test("goes on page by page, with the filter and the language kept", async () => {
    const items = Array.from({ length: 45 }, (_, n) =>
      arrived({ kind: "post", document: { content: `<p>post number ${n}.</p>` } }),
    );
    const { browser } = await atTheDesk(...items);
    const seen: number[] = [];
    let path: string | undefined = "/desk/arrived?kind=post&lang=es";
    for (let pages = 0; path !== undefined && pages < 5; pages += 1) {
      const page = await browser.open(path);
      const { tags, text } = readHtml(page.html);
      seen.push(...[...text.matchAll(/post number (\d+)\./g)].map(([, number]) => Number(number)));
      path = tags.find(({ attributes }) => attributes["rel"] === "next")?.attributes["href"];
      if (path !== undefined) expect(path).toMatch(/kind=post.*lang=es/);
    }
    expect(seen).toEqual(items.map((_, n) => n));
  });

  test("what was deleted is gone, and what never was is not there", async () => {
    const { browser, world } = await atTheDesk();
    const id = trusted.object("https://ally.example/things/gone");
    world.tombstones = [{ id, deleted: NOW, reach: "public" }];
    expect((await browser.open(`/desk/arrived/object?id=${encodeURIComponent(id)}`)).status).toBe(410);
    expect((await browser.open("/desk/arrived/object?id=https://ally.example/never")).status).toBe(404);
    expect((await browser.open("/desk/arrived/object?id=nothing")).status).toBe(404);
  });

  test("an empty list says what belongs there", async () => {
    const { read, world } = await atTheDesk();
    expect((await read("/desk/arrived")).text).toContain("because you follow nobody yet");
    world.following = [{ id: dockers, handle: "@d@m.example", name: "D", state: "pending", since: 0, ours: centre.id }];
    expect((await read("/desk/arrived")).text).toContain("As soon as those you follow publish something");
    expect((await read("/desk/arrived?who=strangers")).text).toContain(
      "Nobody whom you do not follow has written to you.",
    );
  });
});

describe("whatever a document says", () => {
  const names = fc.constantFrom(
    ..."type name nameMap summary summaryMap content contentMap url attachment startTime endTime timezone location eventStatus demands targets campaignStatus href mediaType".split(
      " ",
    ),
  );
  const leaves = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "Event",
      "Group",
      "Image",
      "image/png",
      "2026-11-28T08:00:00Z",
      "+275760-09-13T00:00:00.000Z",
      "-271821-04-20T00:00:00Z",
      "Asia/Beirut",
      "https://x.example/",
      "en",
      "<b>",
    ),
    fc.integer(),
    fc.constant(null),
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof({ depthSize: "small" }, leaves, fc.array(tie("json"), { maxLength: 3 }), tie("object")),
    object: fc.dictionary(fc.oneof(names, fc.constantFrom("en", "ar", "und")), tie("json"), { maxKeys: 8 }),
  }));
  const documents = fc.dictionary(names, json, { maxKeys: 12 });

  test("the page is whole", async () => {
    const { world, browser } = await atTheDesk();
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.constantFrom(...KINDS),
        fc.constantFrom("Note", "Event", "Group"),
        async (document, kind, type) => {
          const item = arrived({ kind, type, document: { ...document, type: document["type"] ?? type } });
          world.timeline = [item];
          for (const path of [
            "/desk",
            "/desk/arrived",
            `/desk/arrived/object?id=${encodeURIComponent(item.object.id)}`,
          ]) {
            const page = await browser.open(path);
            expect(page.status).toBe(200);
            expect(() => readHtml(page.html)).not.toThrow();
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test.each(["", "not JSON", "[]", "null", "[".repeat(5000)])("even where it is %s", async (document) => {
    const { browser } = await atTheDesk(arrived({ document }));
    expect((await browser.open("/desk/arrived")).status).toBe(200);
  });
});

test("what fills a document fills no page: names, places, pictures, languages and text without end", async () => {
  const much = "N".repeat(900_000);
  const many = <T>(one: T): T[] => Array.from({ length: 20_000 }, () => one);
  const documents: object[] = [
    { name: much, content: "x" },
    { name: "x", type: "Event", startTime: "2026-12-01T00:00:00Z", location: { name: much } },
    { content: "x", attachment: many({ type: "Image", url: "https://ally.example/a.png", name: "a" }) },
    { content: "x", attachment: [{ type: "Image", url: "https://ally.example/a.png", name: much }] },
    { contentMap: Object.fromEntries(many("x").map((text, index) => [`en-x-${index}`, text])) },
    { content: "<b>".repeat(300_000) },
    { content: much },
  ];
  const { browser } = await atTheDesk(...documents.map((document) => arrived({ document })));
  const { status, html } = await browser.open("/desk/arrived");
  expect([status, html.length < 60_000]).toEqual([200, true]);
});

test("a name does not turn what stands around it", async () => {
  const { browser } = await atTheDesk(arrived({ document: { name: "\u202Eeil\u0000 \ud800", content: "x" } }));
  const { html } = await browser.open("/desk/arrived");
  expect(html).toContain("eil");
  for (const mark of ["\u202e", "\u0000", "\ud800"]) expect(html).not.toContain(mark);
});
