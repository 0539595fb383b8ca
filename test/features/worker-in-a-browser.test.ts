import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECOND } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { centreDraft, FIRST_STAFF } from "@commonhall/testkit/network";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

const CASEWORKER = "caseworker";
const PASSPHRASE = "six words nobody else would say";

const STORIES = {
  ar: { own: "العربية", story: "لم يدفعوا لي منذ ستة أشهر", more: "أخذوا جواز سفري أيضًا", reply: "تعالي يوم الأحد" },
  ne: { own: "नेपाली", story: "छ महिनादेखि तलब पाएकी छैन", more: "राहदानी पनि खोसे", reply: "आइतबार आउनुहोस्" },
} as const;

/** On the narrowest phone, with scripts switched off, as somebody walks it who tells what happened and comes back. */
describe("a worker on a borrowed phone", () => {
  let browser: Browser;
  let node: RunningNode;
  let folder: string;
  let origin: string;
  /** Nobody reads as quickly as a test: what is sent within ten seconds of the first page is kept aside. */
  let read = 0;

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), "commonhall-worker-"));
    node = await startNode({ dataFolder: join(folder, "hall"), listen: "127.0.0.1:0", clock: () => Date.now() + read });
    await node.federation.commands.setUp(centreDraft("centro", "A hall"), FIRST_STAFF);
    await node.vault.door.enrol({ id: CASEWORKER, roles: ["caseworker"] }, PASSPHRASE);
    origin = node.origin;
  });

  afterAll(async () => {
    await browser?.close();
    await node?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
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
      read += 10 * SECOND;
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

      const desk = await unlocked();
      const id = await newestCase(desk, language);
      const [told] = (await opened(desk, id)).told;
      expect(told).toMatchObject({ language, texts: { story }, happened: ["wages"], contact: { how: "never" } });
      expect(told?.files.map(({ name }) => name)).toEqual(["a.txt"]);
      expect((await desk.cases.reply(id, reply)).ok).toBe(true);

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
      expect((await opened(desk, id)).told.map(({ texts }) => texts.added)).toContain(more);

      expect([...new Set(asked)], "somebody else was asked for something").toEqual([origin]);
      expect(await phone.cookies()).toEqual([]);
      await glass.close();
      await phone.close();
    });
  }

  it("answers a question while the door is flooded, in its own digits: ar", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const pages = await Promise.all(
      Array.from({ length: 70 }, () => fetch(`${origin}/page`).then((got) => got.text())),
    );
    read += 10 * SECOND;
    for (const html of pages) {
      const t = /name="t" value="([^"]+)"/.exec(html)?.[1] ?? "";
      const body = new URLSearchParams({ t, step: "check", l: "en", story: "A flood", go: "send-without" });
      await fetch(`${origin}/page`, { method: "POST", body });
    }
    const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    const page = await phone.newPage();
    const glass = await glassOver(page, "light");
    await page.goto(`${origin}/page`);
    await page.getByRole("button", { name: STORIES.ar.own }).click();
    for (let left = 0; left < 6; left += 1) await press(page, "next");
    read += 10 * SECOND;
    await press(page, "to-story");
    await page.fill("[name=story]", STORIES.ar.story);
    await press(page, "next");
    await glass.look("worker-asked-ar");
    await page.getByRole("textbox", { name: /[؟:.،]/ }).fill("٠");
    await press(page, "send");
    await glass.look("worker-asked-again-ar");
    expect(await page.locator("[name=story]").inputValue()).toBe(STORIES.ar.story);
    await page.fill("[name=q]", inArabicDigits((await page.locator("label[for=f-q]").textContent()) ?? ""));
    await press(page, "send");
    await page.locator(".receipt").waitFor();
    const desk = await unlocked();
    const { items } = await desk.cases.list({ status: "unverified" });
    const stories = await Promise.all(items.map(async ({ id }) => (await opened(desk, id)).told[0]?.texts.story));
    expect(stories).toContain(STORIES.ar.story);
    await glass.close();
    await phone.close();
  });

  async function unlocked() {
    const { door } = node.vault;
    const unlocking = await door.unlock(CASEWORKER, PASSPHRASE);
    const desk = unlocking.ok ? await door.desk(CASEWORKER, unlocking.value.token) : undefined;
    if (desk === undefined) throw new Error("The caseworker cannot unlock");
    return desk;
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

type Desk = NonNullable<Awaited<ReturnType<RunningNode["vault"]["door"]["desk"]>>>;
type CaseId = Parameters<Desk["cases"]["open"]>[0];

async function newestCase(desk: Desk, language: string): Promise<CaseId> {
  const { items } = await desk.cases.list({});
  const found = items.find((item) => item.language === language);
  if (found === undefined) throw new Error("Nothing has come");
  expect(found.status).toBe("unverified");
  return found.id;
}

async function opened(desk: Desk, id: CaseId) {
  const open = await desk.cases.open(id);
  if (!open.ok) throw new Error(open.error.type);
  return open.value;
}

async function press(page: Page, what: string): Promise<void> {
  await page.click(`main button[name=go][value=${what}]`);
  await page.waitForLoadState();
}

const ARABIC = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"];
const KNOWN = [
  ["الأسبوع", 7],
  ["للقطة", 4],
  ["للطائر", 2],
  ["للدراجة", 2],
] as const;

/** Reads the question and answers it, as somebody does who speaks Arabic. */
function inArabicDigits(question: string): string {
  const words = (question.split(":").at(-1) ?? "").split(/[\s،؟.]+/);
  const read = words.map((word) => ARABIC.indexOf(word)).filter((number) => number > 0);
  const known = question.startsWith("كم")
    ? KNOWN.filter(([word]) => words.includes(word)).map(([, digit]) => digit)
    : [];
  const numbers = question.startsWith("أي عدد") ? read.map((number) => number + 1) : read;
  return inOwnDigits([...known, ...numbers].join(""), "ar");
}

const inOwnDigits = (code: string, language: string): string =>
  code.replace(/\d/g, (digit) => (language === "ne" ? "०१२३४५६७८९" : "٠١٢٣٤٥٦٧٨٩")[Number(digit)] ?? "");
