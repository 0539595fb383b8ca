import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode, type RunningNode } from "@commonhall/node";
import { actorAt, ally, receivedCall, remoteActor, storedObject } from "@commonhall/testkit";
import { centreDraft, FIRST_STAFF } from "@commonhall/testkit/network";
import { DAY, hundredths, trusted } from "@commonhall/domain";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const PASSPHRASE = FIRST_STAFF[0]?.passphrase ?? "";
const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

/** A call from what has happened to its report back, as somebody walks it at the desk. */
describe("a solidarity call", () => {
  let browser: Browser;
  let node: RunningNode;
  let folder: string;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), "commonhall-browser-"));
    node = await startNode({ dataFolder: folder, listen: "127.0.0.1:0", clock: Date.now, works: false });
    expect((await node.federation.commands.setUp(centreDraft("hall", "Migrant Workers' Hall"), FIRST_STAFF)).ok).toBe(
      true,
    );
    await anAllyCalls();
    context = await browser.newContext({ locale: "en" });
    page = await context.newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await node?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** With a call that stands at our desk. */
  async function anAllyCalls(): Promise<void> {
    const { remoteActors, allies, objects, arrivals, calls } = node.store.direct;
    const peer = actorAt("ally.example");
    const id = trusted.object("https://ally.example/calls/1");
    const now = Date.now();
    await remoteActors.put(remoteActor(peer, { name: "Casa de las Trabajadoras" }));
    await allies.put(ally(peer));
    const text = "Urgent: Solidarity call · Forty domestic workers sleep in front of their consulate.";
    const content = "<p>Forty domestic workers sleep in front of their consulate.</p>";
    const document = JSON.stringify({ id, type: "Note", attributedTo: peer, content });
    await objects.put(storedObject(id, { kind: "call", attributedTo: peer, published: now, text, document }));
    await arrivals.add({ object: id, from: peer, reason: "followed", backfilled: false, received: now });
    const call = receivedCall(id, { urgency: "immediate", expires: now + 2 * DAY, published: now });
    const needs = call.needs.map((need) => ({ ...need, available: hundredths(100), until: now + 2 * DAY }));
    await calls.putReceived({ ...call, needs });
  }

  it("is written, looked at, sent, seen by everybody, closed and withdrawn", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await signIn();
    await inBoth("calls", "/desk/calls");
    await inBoth("calls-received", "/desk/calls/received?id=https%3A%2F%2Fally.example%2Fcalls%2F1");
    await inBoth("calls-new", "/desk/calls/new");
    const path = await writesIt();
    await inBoth("call-desk", `/desk${path}`);
    await page.locator("main details > summary").first().click();
    await lookAt(page, "call-short-texts");
    await inBoth("call-public", path);
    await inBoth("call-on-the-board", "/");
    for (const what of ["close", "safe", "narrow"]) await inBoth(`call-${what}`, `/desk${path}/${what}`);
    await page.emulateMedia({ colorScheme: "dark" });
    await inBoth("call-public-dark", path);
    await page.emulateMedia({ colorScheme: "light" });
    await endsIt(path);
  }, 600_000);

  async function inBoth(name: string, path: string): Promise<void> {
    for (const language of ["en", "ar"]) {
      const address = new URL(path, node.origin);
      address.searchParams.set("lang", language);
      await page.goto(address.href);
      expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr");
      await lookAt(page, `${name}-${language}`);
    }
  }

  async function signIn(): Promise<void> {
    await page.goto(`${node.origin}/desk`);
    await page.fill("main input[name=name]", "first");
    await page.fill("main input[name=passphrase]", PASSPHRASE);
    await page.click("main form:has(input[name=passphrase]) button");
    await page.waitForURL(`${node.origin}/desk`);
  }

  async function writesIt(): Promise<string> {
    await page.goto(`${node.origin}/desk/write/call?template=arrest&lang=en`);
    await lookAt(page, "call-write");
    await page.fill("[name='text.en']", "Twelve organisers were arrested at the picket. **Nobody may see them.**");
    await page.check("[name=audience][value=public]");
    await press("preview");
    // Nobody has said whether anybody can be recognised, nor how much bail: the page says so, and has what was typed.
    expect(await page.inputValue("[name='text.en']")).toContain("Twelve organisers");
    await lookAt(page, "call-refused");
    await page.check("[name=recognisable][value=no]");
    await page.fill("[name='need.3.quantity']", "4000");
    await page.fill("[name='need.3.currency']", "USD");
    await press("preview");
    await lookAt(page, "call-preview");
    await page.goto(`${page.url().replace(/\/preview.*/, "")}?lang=en`);
    await page.check("[name=audience][value=allies]");
    await press("preview");
    await page.getByRole("button", { name: "Send to one ally" }).waitFor();
    await lookAt(page, "call-preview-allies");
    await page.goto(`${page.url().replace(/\/preview.*/, "")}?lang=en`);
    await page.check("[name=audience][value=public]");
    await press("preview");
    await page.getByRole("button", { name: /^Publish/ }).click();
    await page.waitForURL(/said=/);
    const sent = new URL(page.url()).pathname.replace(/^\/desk/, "");
    expect(sent).toMatch(/^\/calls\//);
    await fillsABar(sent);
    return sent;
  }

  /** As if two of three had been promised. */
  async function fillsABar(path: string): Promise<void> {
    const call = await node.store.direct.calls.get(trusted.object(`${node.origin}${path}`));
    if (call === undefined) throw new Error("No call");
    const needs = call.needs.map((need) => ({ ...need, available: hundredths(Math.floor(need.quantity / 200) * 100) }));
    await node.store.direct.calls.put({ ...call, needs });
  }

  async function press(what: string): Promise<void> {
    await page.click(`main button[name=do][value=${what}]:visible`);
    await page.waitForLoadState();
  }

  async function endsIt(path: string): Promise<void> {
    await page.goto(`${node.origin}/desk${path}/close?lang=en`);
    await page.check("[name=outcome][value=met]");
    await page.fill("[name='report.en']", "Eleven are free. Thank you.");
    await page.locator("main form .acts button").click();
    await page.waitForURL(/said=/);
    await inBoth("call-closed", path);
    await page.goto(`${node.origin}/desk${path}/safe?lang=en`);
    await page.locator("main form .acts button").click();
    await page.waitForURL(/said=/);
    await inBoth("call-withdrawn", path);
    expect(await page.content()).not.toContain("Twelve organisers");
    const document = await fetch(`${node.origin}${path}`, { headers: { accept: "application/activity+json" } });
    expect(await document.json()).toMatchObject({ callStatus: "withdrawn", needs: [] });
  }
});
