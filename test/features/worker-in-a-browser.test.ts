import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { workersWeb } from "@commonhall/web/testing";
import { getRequestListener } from "@hono/node-server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

const STORIES = {
  ar: { own: "العربية", story: "لم يدفعوا لي منذ ستة أشهر", more: "أخذوا جواز سفري أيضًا", reply: "تعالي يوم الأحد" },
  ne: { own: "नेपाली", story: "छ महिनादेखि तलब पाएकी छैन", more: "राहदानी पनि खोसे", reply: "आइतबार आउनुहोस्" },
} as const;

/** On the narrowest phone, with scripts switched off, as somebody walks it who tells what happened and comes back. */
describe("a worker on a borrowed phone", () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  const { answer, world } = workersWeb(Date.now);

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    const listener = getRequestListener((request) => answer(request), { overrideGlobalObjects: false });
    server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    origin = `http://127.0.0.1:${port}`;
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  for (const language of ["ar", "ne"] as const) {
    it(`tells what happened, keeps the code, reads the answer and writes more: ${language}`, async ({ skip }) => {
      if (missing !== undefined) skip(missing);
      const { story, more, reply } = STORIES[language];
      const phone = await browser.newContext({
        javaScriptEnabled: false,
        viewport: { width: 320, height: 640 },
        locale: "en",
        colorScheme: language === "ar" ? "dark" : "light",
      });
      const page = await phone.newPage();
      const asked: string[] = [];
      phone.on("request", (request) => asked.push(new URL(request.url()).origin));
      const glass = await glassOver(page, language === "ar" ? "dark" : "light");
      const see = (name: string) => glass.look(`worker-${name}-${language}`);

      await page.goto(`${origin}/report`);
      expect(new URL(page.url()).pathname).toBe("/page");
      await see("language");
      await page.getByRole("button", { name: STORIES[language].own }).click();
      expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr");
      await see("advice");
      await press(page, "next");
      await page.check("[name=happened][value=wages]");
      await see("happened");
      await press(page, "next");
      await page.fill("[name=story]", story);
      await see("story");
      await press(page, "next");
      await see("work");
      await press(page, "skip");
      await page.check("[name=how][value=phone]");
      await press(page, "next");
      await see("contact-refused");
      await page.check("[name=how][value=never]");
      await press(page, "next");
      expect(await page.locator("[name=consents]:checked").count(), "ticked by nobody").toBe(0);
      await see("consent");
      await press(page, "next");
      await page.setInputFiles("[name=files]", { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
      await see("check");
      await press(page, "send");
      const shown = (await page.locator(".receipt").textContent()) ?? "";
      expect(shown).toMatch(/^\d{4} \d{4} \d{4} \d{4} \d{4}$/);
      expect(await page.locator("main a").count(), "the one way on is to keep it").toBe(0);
      await see("code");
      await press(page, "large");
      await see("code-large");
      await press(page, "kept");
      await see("done");

      const kept = world.kept.at(-1);
      expect(kept?.intake).toMatchObject({ language, story, happened: ["wages"], consents: [] });
      expect(kept?.intake.files.map(({ name }) => name)).toEqual(["a.txt"]);
      if (kept?.code === undefined) throw new Error("No code");
      world.replies.set(kept.code, [{ text: reply, week: "2026-W48" }]);

      await page.goto(`${origin}/report/code?lang=${language}`);
      await page.fill("[name=code]", "1234");
      await press(page, "open");
      await see("code-refused");
      await page.fill("[name=code]", inOwnDigits(shown, language));
      await press(page, "open");
      await page.getByText(reply).waitFor();
      await see("answers");
      await page.fill("[name=text]", more);
      await press(page, "add");
      await see("added");
      expect(world.added.at(-1)).toMatchObject({ code: kept.code, text: more });

      expect([...new Set(asked)], "somebody else was asked for something").toEqual([origin]);
      expect(await phone.cookies()).toEqual([]);
      await glass.close();
      await phone.close();
    });
  }

  /** Shows what stands on the phone to a browser with scripts, which axe needs and the pages do not. */
  async function glassOver(page: Page, colorScheme: "dark" | "light") {
    const context: BrowserContext = await browser.newContext({ colorScheme });
    const glass = await context.newPage();
    return {
      async look(name: string): Promise<void> {
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
        const body = await page.content();
        await glass.route(page.url(), (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
        await glass.goto(page.url());
        await lookAt(glass, name);
        await glass.unroute(page.url());
      },
      close: () => context.close(),
    };
  }
});

async function press(page: Page, what: string): Promise<void> {
  await page.click(`main button[name=go][value=${what}]`);
  await page.waitForLoadState();
}

const inOwnDigits = (code: string, language: string): string =>
  code.replace(/\d/g, (digit) => (language === "ne" ? "०१२३४५६७८९" : "٠١٢٣٤٥٦٧٨٩")[Number(digit)] ?? "");
