import { DAY, type Bulletin, type SignedRelease, type StaffDraft } from "@commonhall/domain";
import { sampleRegion } from "@commonhall/domain/testing";
import { RELEASE_DAY, saysBulletin, saysTable } from "@commonhall/testkit";
import { PASSPHRASE, type TestNode } from "@commonhall/testkit/network";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";
import { areAllies, letsOut, releaseNetwork } from "../release-days.ts";
import { confirmsClock, sealedDesk, sure, workersTell } from "../workers-tell.ts";

const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

const STAFF: readonly StaffDraft[] = [
  { name: "first", roles: ["administrator", "editor"], passphrase: PASSPHRASE },
  { name: "amina", roles: ["caseworker"], passphrase: PASSPHRASE },
  { name: "pia", roles: ["proposer"], passphrase: PASSPHRASE },
  { name: "ari", roles: ["approver"], passphrase: PASSPHRASE },
];
const LANGUAGES = ["en", "es", "ar"] as const;

/** From the sealed reports to what everybody reads, as two officers, an editor and a stranger see it. */
describe("release days and bulletins", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    context = await browser.newContext({ locale: "en" });
    page = await context.newPage();
  });
  afterAll(() => browser?.close());

  it("are worked on, signed and read, at every width and in both directions", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await using it = await releaseNetwork(["beirut", "hongKong"], { staff: STAFF });
    const { net, beirut, hongKong } = it;
    await areAllies(net, beirut, hongKong);
    await withReports(beirut);
    net.clock.set(RELEASE_DAY - 3 * DAY);
    await confirmsClock(beirut, await sealedDesk(beirut, await staffId(beirut, "pia"), PASSPHRASE));
    const goTo = (path: string) => page.goto(`${beirut.origin}${path}`);

    await signIn("pia");
    await firstOfTwo();
    await signIn("ari");
    await secondOfTwo();

    const own = await letsOut(it, beirut, ...OURS);
    await letsOut(it, hongKong, ...THEIRS);
    await net.settle();
    await signIn("first");
    await atTheDesk();
    await everybody(new URL(sure(own[0])).pathname);

    async function firstOfTwo(): Promise<void> {
      await goTo("/desk/releases");
      await expectText(/First somebody who proposes has to set the figures/);
      await lookAt(page, "releases-before");
      await page.getByRole("link", { name: "Figures for release days" }).click();
      await page.fill("[name=catchment]", "2000000");
      await page.fill("[name=estimates]", "LB-BA household 40000");
      await lookAt(page, "releases-figures");
      await page.getByRole("button", { name: "Set the figures" }).click();
      await page.getByRole("button", { name: "Open the coded records" }).click();
      await page.getByText("Why it may be said").first().click();
      await expectText(/0 of \d have both signatures/);
      await lookAt(page, "releases-candidates");
      await inEach("releases-candidates", ["es", "ar"]);
      await goTo("/desk/releases");
      await page.getByRole("button", { name: "Sign as the first of two" }).first().click();
      await expectText(/pia has signed it/);
    }

    async function secondOfTwo(): Promise<void> {
      await goTo("/desk/releases");
      await page.getByRole("button", { name: "Sign as the second of two" }).first().click();
      await expectText(/1 of \d have both signatures[^]*pia and ari have signed it/);
      await lookAt(page, "releases-signed-twice");
    }

    async function atTheDesk(): Promise<void> {
      await goTo("/desk/bulletins");
      await inEach("desk-bulletins", LANGUAGES);
      await goTo("/desk/bulletins");
      await page.selectOption("[name=place]", "QA");
      await page.getByRole("button", { name: "Show" }).click();
      await expectText(/2 bulletins/);
      await page.getByText("The same as a table").first().click();
      await lookAt(page, "desk-bulletins-of-one-country");
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save as a table (CSV)" }).click(),
      ]);
      expect(file.suggestedFilename()).toBe("bulletins.csv");
    }

    async function everybody(one: string): Promise<void> {
      await context.clearCookies();
      for (const [name, path] of [
        ["bulletins", "/bulletins"],
        ["bulletins-how", "/bulletins/how"],
        ["bulletin", one],
      ] as const) {
        await goTo(path);
        await inEach(name, LANGUAGES);
      }
      await goTo("/bulletins");
      await page.getByRole("link", { name: "Beirut (Lebanon)" }).click();
      expect(new URL(page.url()).pathname).toBe(one);
    }

    async function signIn(name: string): Promise<void> {
      await context.clearCookies();
      await goTo("/desk/sign-in");
      await page.fill("[name=name]", name);
      await page.fill("[name=passphrase]", PASSPHRASE);
      await page.locator("main button").click();
      if (name === "first") return;
      await goTo("/desk/releases");
      await page.fill("[name=passphrase]", PASSPHRASE);
      await page.locator("main").getByRole("button", { name: "Unlock" }).click();
    }
  }, 600_000);

  /** The page that is open. */
  async function inEach(name: string, languages: readonly string[]): Promise<void> {
    for (const language of languages) {
      const address = new URL(page.url());
      address.searchParams.set("lang", language);
      await page.goto(address.href);
      expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr");
      await lookAt(page, `${name}-${language}`);
    }
  }

  const expectText = async (text: RegExp): Promise<void> =>
    expect(await page.locator("main").innerText()).toMatch(text);
});

const staffId = async ({ running }: TestNode, name: string): Promise<string> =>
  sure((await running.store.staffDesk.list()).find((member) => member.name === name)).id;

async function withReports(node: TestNode): Promise<void> {
  const members = await node.running.store.staffDesk.list();
  const people = members.filter(({ roles }) => !roles.includes("administrator"));
  const founded = await node.running.vault.found(
    people.map(({ id, roles }) => ({ id, roles, passphrase: PASSPHRASE })),
  );
  if (!founded.ok) throw new Error(founded.error.type);
  // The box of coded records is made by whoever holds it.
  await sealedDesk(node, await staffId(node, "pia"), PASSPHRASE);
  await workersTell(node, await sealedDesk(node, await staffId(node, "amina"), PASSPHRASE), 24);
}

const says = (place: string, more: Partial<Bulletin>): SignedRelease =>
  saysBulletin({ ...more, place: sampleRegion(place) });
const YEAR = { level: "B4", period: "2026" } as const;

const OURS: readonly SignedRelease[] = [
  says("LB-BA", {
    audience: "public",
    people: "50-99",
    level: "B0",
    origin: "034",
    abuse: [
      { code: "wages", share: "nearly_all" },
      { code: "documents", share: "most" },
      { code: "isolation", share: "many" },
      { code: "threats", share: "some" },
    ],
  }),
  says("LB", { ...YEAR, audience: "public", sector: "construction", people: "100+" }),
  says("LB", { level: "B7", period: "2025-2026", sector: null, audience: "public", people: "20-49", abuse: [] }),
  says("LB-JL", { people: "11-19" }),
  saysTable("sector"),
  saysTable("main_abuse"),
];

const THEIRS: readonly SignedRelease[] = [
  says("QA-DA", { people: "11-19", abuse: [{ code: "debt", share: "many" }] }),
  says("QA", { ...YEAR, sector: "construction", abuse: [{ code: "wages", share: "some" }] }),
  says("HK", { ...YEAR, abuse: [{ code: "documents", share: "nearly_all" }] }),
];
