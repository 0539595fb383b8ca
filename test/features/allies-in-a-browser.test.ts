import { actorAt, ally, remoteActor } from "@commonhall/testkit";
import { network, PASSPHRASE, texts } from "@commonhall/testkit/network";
import { trusted, type PlainDate } from "@commonhall/domain";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

/** Allies and alliances as somebody sees them who manages them at the desk. */
describe("allies and alliances of many", () => {
  let browser: Browser;

  beforeAll(async () => {
    if (missing === undefined) browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it("can be read and worked with at every width and in both directions", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await using net = await network(["beirut", "hongKong"]);
    const { beirut, hongKong } = net;
    await somePeers();
    const first = await alliance();
    const page = await (await browser.newContext({ locale: "en" })).newPage();
    await signIn(page);
    await inBoth(page, "allies", "/desk/allies");
    await page.goto(`${beirut.origin}/desk/allies`);
    for (const summary of await page.locator("main details > summary").all()) await summary.click();
    await lookAt(page, "allies-open");
    await inBoth(page, "allies-end", `/desk/allies/end?ally=${encodeURIComponent(actorAt("accepted.example"))}`);
    await inBoth(page, "alliances", "/desk/alliances");
    await inBoth(page, "alliances-found", "/desk/alliances/found");
    await inBoth(page, "alliance", `/desk/alliances/${first}`);
    await inBoth(page, "alliance-sign", `/desk/alliances/${first}/sign/${first}`);
    await inBoth(page, "alliance-propose", `/desk/alliances/${first}/propose`);
    await inBoth(page, "alliance-leave", `/desk/alliances/${first}/leave`);
    await inBoth(page, "alliance-public", `/alliances/${first}`);
    await page.emulateMedia({ colorScheme: "dark" });
    await inBoth(page, "allies-dark", "/desk/allies");

    /** One of each, with a name that is as long as names are. */
    async function somePeers(): Promise<void> {
      const { remoteActors, allies } = beirut.running.store.direct;
      for (const state of ["accepted", "received", "offered", "declined", "ended"] as const) {
        const peer = actorAt(`${state}.example`);
        await remoteActors.put(
          remoteActor(peer, { name: `Asociación de Trabajadoras del Hogar y de los Cuidados, ${state}` }),
        );
        const offer = trusted.activity(`${peer}/offers/${state}`);
        const terms = ally(peer).terms;
        const purpose = "For joint calls and early warning on BuildCo.";
        await allies.put(ally(peer, { state, offer, terms: { ...terms, purpose, until: "2027-06-30" as PlainDate } }));
      }
    }

    /** That both have signed; answers its first version. */
    async function alliance(): Promise<string> {
      const founded = await beirut.running.federation.alliances.found({
        name: texts({ en: "Domestic workers of the harbour cities", ar: "عاملات المنازل في مدن الموانئ" }),
        purpose: texts({ en: "To answer each other's calls.", ar: "لنلبّي نداءات بعضنا." }),
        public: true,
        terms: { kinds: { calls: { from: "all", passOn: false }, campaigns: { from: "all", passOn: true } } },
        until: "2027-11-22" as PlainDate,
        members: [hongKong.handle],
      });
      if (!founded.ok) throw new Error(founded.error.type);
      await net.settle();
      await hongKong.running.federation.alliances.sign(founded.value.id);
      await beirut.follows(hongKong);
      await net.settle();
      await beirut.publishes({ handle: "payup" });
      await hongKong.publishes({ handle: "sundays", name: "Sundays are ours" });
      await hongKong.posts("A word to everybody.");
      await net.settle();
      return founded.value.hash;
    }

    async function signIn(page: Page): Promise<void> {
      await page.goto(`${beirut.origin}/desk/sign-in`);
      await page.fill("[name=name]", "first");
      await page.fill("[name=passphrase]", PASSPHRASE);
      await page.click("main button[type=submit]");
      expect(new URL(page.url()).pathname).toBe("/desk");
    }

    async function inBoth(page: Page, name: string, path: string): Promise<void> {
      for (const language of ["en", "ar"]) {
        const address = new URL(path, beirut.origin);
        address.searchParams.set("lang", language);
        await page.goto(address.href);
        expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr");
        await lookAt(page, `${name}-${language}`);
      }
    }
  }, 600_000);
});
