import { startLocalServer } from "@commonhall/testkit";
import { DAY, HOUR } from "@commonhall/domain";
import { PASSPHRASE } from "@commonhall/testkit/network";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";
import { carries, type Carried } from "../fill-feeds.ts";
import { openHall, type Hall } from "../hall.ts";

const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

const AT_THE_DESK = ["en", "es", "ar"] as const;
/** With one of each script that the pages of feeds are written in. */
const IN_PUBLIC = [...AT_THE_DESK, "hi", "ur", "bn", "tr"] as const;
const FROM_RIGHT: readonly string[] = ["ar", "ur"];
const CALIFORNIA = { regions: ["US-CA"], sectors: ["isic4:F"] } as const;

const published = (now: number): readonly Carried[] => [
  {
    name: "Twelve organisers were arrested at the picket this morning",
    kind: "call",
    document: {
      content: "<p>Lawyers are needed at the police station, and a bail fund of 4,000 dollars before the evening.</p>",
    },
    ...CALIFORNIA,
  },
  {
    name: "مَن قطع الأجور فليدفعها",
    document: { content: "<p>عمّال الورشة ينتظرون أجور ستة أسابيع.</p>" },
    languages: ["ar"],
    daysAgo: 3,
    ...CALIFORNIA,
  },
  { name: "Picket before the office of BuildCo", kind: "action", starts: now + 2 * DAY, daysAgo: 5, ...CALIFORNIA },
  ...Array.from({ length: 70 }, (_, index): Carried => ({
    name: `Letter ${index + 1} of those who wait for their wages`,
    daysAgo: 8 + index * 4,
    ...CALIFORNIA,
  })),
];

/** A federation's officer chooses a feed, takes it away, and keeps an eye on it; a union shows it on its own site. */
describe("feeds", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let hall: Hall;

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    context = await browser.newContext({ locale: "en" });
    page = await context.newPage();
    hall = await openHall({ amina: ["caseworker"] });
    await carries(hall.node(), hall.clock(), published(hall.clock()));
  });
  afterAll(async () => {
    await browser?.close();
    await hall?.[Symbol.asyncDispose]();
  });

  it("are chosen, taken away, framed by another site and watched at the desk", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await builder();
    await feedPage();
    await widget();
    await atTheDesk();
  }, 600_000);

  const goTo = (path: string) => page.goto(`${hall.origin}${path}`);

  async function inEach(path: string, name: string, languages: readonly string[] = IN_PUBLIC): Promise<void> {
    for (const language of languages) {
      await goTo(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      await lookAt(page, `${name}-${language}`);
      expect(await isMirrored(), `${name} in ${language}`).toBe(FROM_RIGHT.includes(language));
    }
  }

  /** The first way of the sign stands where a reader of the language begins. */
  async function isMirrored(): Promise<boolean> {
    const ways = page.locator("header nav li");
    const [first, second] = [await ways.nth(0).boundingBox(), await ways.nth(1).boundingBox()];
    if (first === null || second === null) throw new Error("The sign has no two ways");
    return first.x > second.x;
  }

  async function builder(): Promise<void> {
    await goTo("/");
    await page.getByRole("link", { name: "Feeds", exact: true }).click();
    await page.selectOption("[name=place]", "us");
    await page.selectOption("[name=branch]", "f");
    await page.getByRole("button", { name: "Show this feed" }).click();
    await page.selectOption("[name=part]", { label: "California (US-CA)" });
    await page.getByRole("button", { name: "Show this feed" }).click();
    expect(await page.textContent("main")).toContain("Twelve organisers were arrested");
    expect(await page.textContent("main")).toContain("us-ca.f.any.any.atom");
    await inEach(`${new URL(page.url()).pathname}${new URL(page.url()).search}`, "feeds-builder");
    await inEach("/feeds?place=qa&kind=call&language=ne", "feeds-builder-empty");
  }

  async function feedPage(): Promise<void> {
    await inEach("/feeds/us.f.any.any", "feeds-page");
    await goTo("/feeds/us.f.any.any");
    await page.getByRole("link", { name: "Older" }).click();
    await expectText(/Letter 4\d of those/);
    await page.getByText("All addresses of this feed").click();
    await lookAt(page, "feeds-addresses");
    await inEach("/feeds/f.us.call.any", "feeds-refused");
  }

  /** The snippet as it stands on the page, put into a page of somebody else. */
  async function widget(): Promise<void> {
    await goTo("/feeds?place=us&branch=f");
    const snippet = await page.getByText("<iframe").first().textContent();
    await using site = await startLocalServer((_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<!doctype html><html lang="en"><title>A union</title><main><h1>A union</h1>${snippet}</main>`);
    });
    const asked: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[] = [];
    const stranger = await browser.newContext({ locale: "ar" });
    const union = await stranger.newPage();
    union.on("request", (request) => asked.push({ url: request.url(), headers: request.headers() }));
    await union.goto(site.origin);
    const lines = union.frameLocator("iframe").locator("li");
    await lines.first().waitFor();
    expect(await lines.count()).toBe(5);
    await lookAtFrame(union, "feeds-widget");
    const toNode = asked.filter(({ url }) => url.startsWith(hall.origin));
    expect(toNode.map(({ url }) => new URL(url).pathname)).toEqual(["/feeds/us.f.any.any/widget"]);
    expect(toNode[0]?.headers["referer"]).toBeUndefined();
    expect(await stranger.cookies()).toEqual([]);
    for (const language of IN_PUBLIC) {
      await union.goto(`${hall.origin}/feeds/us.f.any.any/widget?lang=${language}`);
      await lookAt(union, `feeds-widget-${language}`);
    }
    await stranger.close();
  }

  const lookAtFrame = async (on: Page, name: string): Promise<void> => {
    await on.setViewportSize({ width: 500, height: 600 });
    await lookAt(on, name);
  };

  async function atTheDesk(): Promise<void> {
    await signIn();
    await goTo("/desk/feeds");
    await lookAt(page, "feeds-desk-empty");
    for (const name of ["us.f.any.any", "any.bwi.call.any", "001.any.any.ar"]) {
      await page.getByText("You know its name?").click();
      await page.getByLabel("Name of the feed").fill(name);
      await page.getByRole("button", { name: "Keep an eye on this feed" }).last().click();
    }
    hall.clock.advance(HOUR);
    await inEach("/desk/feeds?place=lb", "feeds-desk", AT_THE_DESK);
  }

  async function signIn(): Promise<void> {
    await goTo("/desk/sign-in");
    await page.fill("[name=name]", "first");
    await page.fill("[name=passphrase]", PASSPHRASE);
    await page.locator("main button").click();
  }

  const expectText = async (text: RegExp): Promise<void> => {
    expect(await page.textContent("main")).toMatch(text);
  };
});
