import {
  DAY,
  HOUR,
  ROLES,
  trusted,
  type Action,
  type Role,
  type StoredObject,
  type TimelineItem,
} from "@commonhall/domain";
import { actionDocument, addressesOf } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { publicWeb } from "../public-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, everything, NOW, payUp, rally, SITE } from "../testing/fixtures.ts";
import { CALENDAR, memoryPorts } from "../testing/memory-ports.ts";
import { readHtml } from "../testing/read-html.ts";
import { wordsFor } from "../words/words.ts";

const PATH = `/calendar/${CALENDAR}.ics`;
const site = { origin: "https://ally.example", handleHost: "ally.example" };
const at = addressesOf(site);
const ally = { ...centre, id: at.centre(trusted.handle("ally")), handle: trusted.handle("ally") };
const campaign = { ...payUp, id: at.campaign(payUp.handle), centre: ally.id };

const theirs = (name: string, starts: number, more: Partial<Action> = {}): Action => ({
  ...rally,
  id: at.action(name),
  centre: ally.id,
  campaign: campaign.id,
  starts,
  ends: starts + HOUR,
  published: NOW - DAY,
  ...more,
});

function arrived(action: Action): TimelineItem {
  const document = actionDocument({ site, action, centre: ally, campaign });
  const object: StoredObject = {
    id: action.id,
    kind: "action",
    type: "Event",
    attributedTo: ally.id,
    published: action.published,
    starts: action.starts,
    language: "en",
    text: "",
    document: JSON.stringify(document),
    local: false,
    reach: "public",
  };
  const name = "Ally, the hall";
  return { object, from: ally.id, fromName: name, fromHandle: "@ally@ally.example", reason: "followed", received: NOW };
}

function calendar(items: readonly TimelineItem[], own: readonly Action[] = []) {
  const asked: object[] = [];
  const { ports } = memoryPorts({ ...everything, actions: own });
  const occasions = (filter: object) => {
    asked.push(filter);
    return Promise.resolve(items);
  };
  const web = publicWeb({ ...ports, objects: { ...ports.objects, occasions } });
  const open = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await web.request(path, { headers });
    // Without the folds of long lines.
    const text = (await response.text()).replaceAll("\r\n ", "");
    return { status: response.status, headers: response.headers, text };
  };
  return { open, asked };
}

const uids = (text: string): readonly string[] => [...text.matchAll(/^UID:(.*)\r$/gm)].map(([, uid = ""]) => uid);

describe("the centre's own calendar", () => {
  test("has what those call for whom the centre follows, and what it calls for itself, in the order of their dates", async () => {
    const { open, asked } = calendar(
      [arrived(theirs("one", NOW + DAY)), arrived(theirs("three", NOW + 3 * DAY))],
      [{ ...rally, starts: NOW + 2 * DAY, ends: NOW + 2 * DAY + HOUR }],
    );
    const { status, headers, text } = await open(PATH);
    expect([status, headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
    expect(uids(text)).toEqual([at.action("one"), rally.id, at.action("three")]);
    expect(asked).toEqual([{ around: NOW, within: 90 * DAY, limit: 500, longest: 100_000 }]);
    expect(text).toContain("REFRESH-INTERVAL");
    expect(text).toContain("\\n\\nFrom Ally\\, the hall\\, @ally@ally.example");
    expect(text).toContain(`NAME:Actions: ${centre.name["en" as never]}`.replaceAll(",", "\\,"));
  });

  test("is nowhere but at its address, whatever comes close to it", async () => {
    const { open } = calendar([arrived(theirs("one", NOW))]);
    const near = [
      `/calendar/${CALENDAR}`,
      `/calendar/${CALENDAR}.ICS`,
      `/calendar/${CALENDAR}x.ics`,
      `/calendar/${CALENDAR.slice(0, -1)}.ics`,
      `/calendar/${CALENDAR.toUpperCase()}.ics`,
      "/calendar/.ics",
      "/calendar/undefined.ics",
      `/calendar/${CALENDAR}%00.ics`,
      "/calendar",
      "/calendar/",
    ];
    for (const path of near) {
      const { status, text } = await open(path);
      expect([path, status]).toEqual([path, 404]);
      expect(text).not.toContain("VEVENT");
    }
  });

  test("is kept by its reader alone, found by no search engine, and not sent again to who has it", async () => {
    const { open } = calendar([arrived(theirs("one", NOW))]);
    const { headers } = await open(PATH);
    expect(headers.get("cache-control")).toBe("private, no-cache");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    const etag = headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    expect((await open(PATH, { "if-none-match": etag })).status).toBe(304);
    const moved = calendar([arrived(theirs("one", NOW + HOUR))]);
    expect((await moved.open(PATH, { "if-none-match": etag })).status).toBe(200);
  });

  test("says what is cancelled, and tells of a change by a higher number", async () => {
    const first = await calendar([arrived(theirs("one", NOW))]).open(PATH);
    const more = { updated: NOW - DAY + 60_000, sequence: 1 };
    const moved = await calendar([arrived(theirs("one", NOW + HOUR, more))]).open(PATH);
    const cancelled = await calendar([arrived(theirs("one", NOW, { ...more, cancelled: true }))]).open(PATH);
    const sequence = ({ text }: { text: string }) => Number(/^SEQUENCE:(\d+)\r$/m.exec(text)?.[1]);
    expect(sequence(first)).toBe(0);
    expect(sequence(moved)).toBeGreaterThan(0);
    expect(first.text).toContain("STATUS:CONFIRMED");
    expect(cancelled.text).toContain("STATUS:CANCELLED");
  });

  test("what we call for stands there once, as our own calendars have it, though somebody passed it on", async () => {
    const own = { ...rally, starts: NOW + DAY, sequence: 4 };
    const back = arrived(theirs("x", NOW + DAY));
    const { open } = calendar([{ ...back, object: { ...back.object, id: own.id } }], [own]);
    const { text } = await open(PATH);
    expect(uids(text)).toEqual([own.id]);
    expect(text).toContain("SEQUENCE:4");
  });

  test("what is over long ago or far ahead is left out, ours too", async () => {
    const days = [-91, -90, 0, 90, 91];
    const own = days.map((day) => ({ ...rally, id: at.action(String(day)), starts: NOW + day * DAY }));
    const { open } = calendar([], own);
    expect(uids((await open(PATH)).text)).toEqual([-90, 0, 90].map((day) => at.action(String(day))));
  });

  test("has five hundred events at the most: those to come first, then the latest of the others", async () => {
    const hours = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
    const named = (hour: number) => at.action(`h${hour}`);
    const items = hours(-200, 400).map((hour) => arrived(theirs(`h${hour}`, NOW + hour * HOUR)));
    const own = hours(200, 200).map((hour) => ({ ...rally, id: named(hour), starts: NOW + hour * HOUR }));
    const { open } = calendar(items, own);
    expect(uids((await open(PATH)).text)).toEqual(hours(-100, 500).map(named));
  });

  test("an arrival that cannot be read takes nothing else with it", async () => {
    const one = arrived(theirs("one", NOW));
    const odd = ["{}", "not JSON", "[]", JSON.stringify({ id: "x", startTime: 5 })].map((document, index) => ({
      ...one,
      object: { ...one.object, id: at.action(`odd${index}`), document },
    }));
    const { status, text } = await calendar([...odd, one]).open(PATH);
    expect(status).toBe(200);
    expect(uids(text)).toEqual([one.object.id]);
  });

  test("what was made for one who asked is never shown where anything is different", async () => {
    const items = [arrived(theirs("one", NOW))];
    const own: Action[] = [];
    const { open } = calendar(items, own);
    const [plain, arabic] = [await open(PATH), await open(`${PATH}?lang=ar`)];
    expect(arabic.text).not.toBe(plain.text);
    expect((await open(PATH)).text).toBe(plain.text);
    items[0] = arrived(theirs("one", NOW + HOUR));
    const moved = await open(PATH);
    expect(moved.text).not.toBe(plain.text);
    items[0] = { ...arrived(theirs("one", NOW + HOUR)), fromName: "Another name" };
    expect((await open(PATH)).text).toContain("From Another name");
    own.push({ ...rally, starts: NOW + DAY, ends: NOW + DAY + HOUR });
    expect(uids((await open(PATH)).text)).toEqual([at.action("one"), rally.id]);
    items.pop();
    expect(uids((await open(PATH)).text)).toEqual([rally.id]);
  });

  test("five hundred documents full of markup keep nobody from their pages for long", async () => {
    const one = arrived(theirs("one", NOW));
    const document = JSON.stringify({ ...JSON.parse(one.object.document), contentMap: { en: "<b>".repeat(30_000) } });
    const items = Array.from({ length: 500 }, () => ({ ...one, object: { ...one.object, document } }));
    const { open } = calendar(items);
    let turns = 0;
    const another = (): void => {
      turns += 1;
      waiting = setImmediate(another);
    };
    let waiting = setImmediate(another);
    expect((await open(PATH)).status).toBe(200);
    clearImmediate(waiting);
    expect(turns).toBeGreaterThanOrEqual(50);
  });

  test("is the same for every browser, in the centre's languages or in that of its address", async () => {
    const { open } = calendar([arrived(theirs("one", NOW))]);
    const plain = await open(PATH, { "accept-language": "es" });
    expect(plain.text).toBe((await open(PATH, { "accept-language": "ar" })).text);
    const arabic = await open(`${PATH}?lang=ar`);
    expect(arabic.text).toContain("التحرّكات");
    expect(arabic.text).toContain("من Ally");
    expect(arabic.text).toContain(`${SITE.origin}${PATH}?lang=ar`);
  });
});

describe("the way to it at the desk", () => {
  const words = wordsFor("en");
  const staff: Readonly<Record<Role, string>> = {
    administrator: "first",
    editor: "mina",
    helper: "hala",
    caseworker: "case",
    proposer: "prop",
    approver: "appr",
    auditor: "audit",
  };

  async function atTheDesk(name: string) {
    const made = deskPorts();
    const browser = new Browser(createWeb(made.ports));
    await browser.signIn(name);
    return { ...made, browser };
  }

  test.each(ROLES)("%s reads the address; who decides whom to follow can make a new one", async (role) => {
    const { browser, world } = await atTheDesk(staff[role]);
    const page = await browser.open("/desk/arrived?kind=action");
    expect(page.html).toContain(`${SITE.origin}/calendar/first-secret.ics`);
    expect(page.html).toContain("Whoever has this address can read it.");
    const decides = role === "administrator" || role === "editor";
    expect(page.html.includes(words("desk.calendar.renew"))).toBe(decides);
    const csrf = [...world.sessions.values()][0]?.csrf ?? "";
    await browser.send("/desk/arrived", [["csrf", csrf]]);
    expect(world.calendar).toBe(decides ? "second-secret" : "first-secret");
  });

  test("the new address stands there at once, and at the old one is nothing", async () => {
    const { browser, ports } = await atTheDesk("mina");
    const done = await browser.submit(await browser.open("/desk/arrived?kind=action"), "/desk/arrived");
    expect(done.path).toBe("/desk/arrived?kind=action&said=calendar-renewed");
    expect(done.html).toContain(`${SITE.origin}/calendar/second-secret.ics`);
    expect(done.html).toContain(words("desk.said.calendar-renewed"));
    const web = publicWeb({ ...ports, objects: { ...ports.objects, occasions: () => Promise.resolve([]) } });
    expect((await web.request("/calendar/first-secret.ics")).status).toBe(404);
    expect((await web.request("/calendar/second-secret.ics")).status).toBe(200);
  });

  test("stands open beside actions, folded beside everything, and not where it does not belong", async () => {
    const { browser } = await atTheDesk("hala");
    const details = async (path: string) =>
      readHtml((await browser.open(path)).html).tags.find(({ attributes }) => attributes["id"] === "calendar");
    expect((await details("/desk/arrived?kind=action"))?.attributes).toHaveProperty("open");
    expect((await details("/desk/arrived"))?.attributes).not.toHaveProperty("open");
    expect(await details("/desk/arrived?kind=post")).toBeUndefined();
    expect(await details("/desk/arrived?who=strangers&kind=action")).toBeUndefined();
  });

  test("no link leads to it, and no page of the public names it", async () => {
    const { browser } = await atTheDesk("mina");
    const { tags } = readHtml((await browser.open("/desk/arrived?kind=action")).html);
    expect(tags.some(({ attributes }) => (attributes["href"] ?? "").includes("secret"))).toBe(false);
    const web = publicWeb(memoryPorts(everything).ports);
    for (const path of ["/", "/about", "/campaigns/payup2026"]) {
      expect(await (await web.request(path)).text()).not.toContain(CALENDAR);
    }
  });
});
