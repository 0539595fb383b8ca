import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HARMS } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { centreDraft, FIRST_STAFF } from "@commonhall/testkit/network";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const PASSPHRASE = "six words nobody else would say";
const FIRST_PASSPHRASE = FIRST_STAFF[0]?.passphrase ?? "";
const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

/** The first hour of docs/users/first-hour.md, as somebody walks it: with a mouse, a keyboard and no script. */
describe("the first hour", () => {
  let browser: Browser;
  let node: RunningNode;
  let ally: RunningNode;
  let folder: string;
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), "commonhall-browser-"));
    const start = (name: string) =>
      startNode({ dataFolder: join(folder, name), listen: "127.0.0.1:0", clock: Date.now, works: true });
    [node, ally] = [await start("hall"), await start("ally")];
    // Scripts stay on for axe alone: the pages have none, and their policy would not let them run.
    context = await browser.newContext({ locale: "en" });
    page = await context.newPage();
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
  });

  afterAll(async () => {
    await browser?.close();
    await node?.close();
    await ally?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("sets up a centre, publishes a campaign, and a second node sees it arrive", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await setUp();
    await signIn(page, node.origin, "first");
    await lookAt(page, "desk-empty");
    await writeCampaign();
    await seesItOnAnotherNode();
    await looksAround();
    expect([...new Set(asked)], "somebody else was asked for something").toEqual([node.origin]);
  }, 600_000);

  async function setUp(): Promise<void> {
    await page.goto(node.setUpUrl ?? "");
    await lookAt(page, "setup-code");
    await goOn();
    await page.fill("[name=handle]", "centro");
    await page.check("[name=languages][value=ar]");
    await page.fill("[name='region.0']", "Lebanon");
    await page.check("[name=sectors][value='isic4:T']");
    await lookAt(page, "setup-centre");
    await goOn();
    await page.fill("[name='name.en']", "Migrant Workers' Hall");
    await page.fill("[name='name.ar']", "دار العمّال المهاجرين");
    await page.fill("[name='summary.en']", "A hall for domestic and construction workers.");
    await page.fill("[name='summary.ar']", "دار لعاملات المنازل وعمّال البناء.");
    await goOn();
    await page.fill("[name='staff.0.name']", "first");
    await page.fill("[name='staff.0.passphrase']", "too short");
    await page.fill("[name='staff.0.again']", "too short");
    await goOn();
    expect(await page.inputValue("[name='staff.0.name']"), "what was typed is kept").toBe("first");
    await lookAt(page, "setup-refused");
    await page.fill("[name='staff.0.passphrase']", PASSPHRASE);
    await page.fill("[name='staff.0.again']", PASSPHRASE);
    await goOn();
    await page
      .getByText(`@centro@${new URL(node.origin).host}`)
      .first()
      .waitFor();
    await lookAt(page, "setup-done");
  }

  async function goOn(): Promise<void> {
    await page.click("main button[name=go][value=next]");
    await page.waitForLoadState();
  }

  async function writeCampaign(): Promise<void> {
    await page.goto(`${node.origin}/desk/write/campaign`);
    await unfold();
    await page.fill("[name='name.en']", "Pay what you owe");
    await page.fill("[name='name.ar']", "ادفعوا ما عليكم");
    await page.fill("[name=handle]", "wages-now");
    await page.fill("[name='summary.en']", "Forty women have not been paid since June.");
    await page.fill("[name='summary.ar']", "أربعون امرأة لم يُدفع لهن منذ حزيران.");
    await page.fill("[name='demand.0.en']", "Pay all wages by 1 December");
    await lookAt(page, "campaign-write");
    await press("preview");
    // There is no addressee yet: the page says so, and has everything that was typed.
    expect(await page.inputValue("[name='name.ar']")).toBe("ادفعوا ما عليكم");
    await lookAt(page, "campaign-refused");
    await unfold();
    await page.fill("[name='target.0.name']", "An agency");
    await press("preview");
    // It names whom workers work for, so what that can do to them is asked first.
    await lookAt(page, "campaign-harm");
    for (const harm of HARMS) await page.check(`main [name=${harm}][value=no]`);
    await page.click("main form[action*='/harm'] button");
    await page.waitForLoadState();
    await lookAt(page, "campaign-preview");
    await page.getByRole("button", { name: /^Publish/ }).click();
    await page.waitForLoadState();
    await lookAt(page, "campaign-published");
    const campaign = await fetch(`${node.origin}/campaigns/wages-now`, {
      headers: { accept: "application/activity+json" },
    });
    expect(await campaign.json()).toMatchObject({ type: "Group", nameMap: { en: "Pay what you owe" } });
  }

  /** Other languages and rarer fields are folded away at first. */
  async function unfold(): Promise<void> {
    const folded = page.locator("main details:not([open]) > summary");
    for (let left = await folded.count(); left > 0; left -= 1) await folded.first().click();
  }

  async function press(what: string): Promise<void> {
    await page.click(`main button[name=do][value=${what}]`);
    await page.waitForLoadState();
  }

  async function seesItOnAnotherNode(): Promise<void> {
    const { federation, store, origin } = ally;
    const made = await federation.commands.setUp(centreDraft("ally", "An ally"), FIRST_STAFF);
    expect(made.ok).toBe(true);
    const other = await browser.newContext({ locale: "ar" });
    const theirs = await other.newPage();
    await signIn(theirs, origin, "first", FIRST_PASSPHRASE);
    await theirs.goto(`${origin}/desk/following`);
    await theirs.fill("main input[name=address]", `@wages-now@${new URL(node.origin).host}`);
    await lookAt(theirs, "ally-follows-ar");
    await theirs.click("main form:has(input[name=address]) button");
    await theirs.waitForLoadState();
    const arrived = async () => (await store.objectViews.timeline({ kind: "campaign", limit: 10 })).items.length;
    await expect.poll(arrived, { timeout: 20_000 }).toBe(1);
    await theirs.goto(`${origin}/desk/arrived`);
    await theirs.getByText("ادفعوا ما عليكم").first().waitFor();
    await lookAt(theirs, "ally-arrived-ar");
    await other.close();
  }

  /** Every page that anybody can reach from here, in English and Arabic, light and dark. */
  async function looksAround(): Promise<void> {
    const pages = {
      centre: "/",
      campaign: "/campaigns/wages-now",
      campaigns: "/campaigns",
      about: "/about",
      vocabulary: "/ns",
      missing: "/nothing-here",
      desk: "/desk",
      "desk-campaigns": "/desk/campaigns",
      "desk-arrived": "/desk/arrived",
      "desk-calendar": "/desk/arrived?kind=action",
      "desk-following": "/desk/following",
      "desk-deliveries": "/desk/deliveries",
      "desk-status": "/desk/status",
      "desk-domains": "/desk/domains",
      "desk-centre": "/desk/centre",
      "desk-staff": "/desk/staff",
      "desk-sessions": "/desk/sessions",
      "desk-account": "/desk/account",
      "desk-second-factor": "/desk/account/second-factor",
    };
    for (const [name, path] of Object.entries(pages)) {
      for (const language of ["en", "ar"]) {
        const address = new URL(path, node.origin);
        address.searchParams.set("lang", language);
        await page.goto(address.href);
        expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr");
        await lookAt(page, `${name}-${language}`);
      }
    }
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${node.origin}/campaigns/wages-now`);
    await lookAt(page, "campaign-dark");
  }
});

async function signIn(page: Page, origin: string, name: string, passphrase = PASSPHRASE): Promise<void> {
  await page.goto(`${origin}/desk`);
  await page.fill("main input[name=name]", name);
  await page.fill("main input[name=passphrase]", passphrase);
  await page.click("main form:has(input[name=passphrase]) button");
  await page.waitForURL(`${origin}/desk`);
}
