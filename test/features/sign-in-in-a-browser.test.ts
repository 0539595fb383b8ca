import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StaffDraft } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { centreDraft } from "@commonhall/testkit/network";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const PASSPHRASE = "six words nobody else would say";
const NEW = "eleven brown umbrellas in the rain";
const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

const STAFF: readonly StaffDraft[] = [
  { name: "first", roles: ["administrator"], passphrase: PASSPHRASE },
  { name: "amina", roles: ["caseworker", "helper"], passphrase: PASSPHRASE },
  { name: "second", roles: ["caseworker"], passphrase: PASSPHRASE },
  { name: "third", roles: ["approver"], passphrase: PASSPHRASE },
];

/** Ways through the door of the desk: with a code of a device, and back in after a passphrase was lost. */
describe("coming in", () => {
  let browser: Browser;
  let node: RunningNode;
  let folder: string;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), "commonhall-sign-in-"));
    node = await startNode({ dataFolder: join(folder, "hall"), listen: "127.0.0.1:0", clock: Date.now });
    expect(await node.federation.commands.setUp(centreDraft("hall"), STAFF)).toMatchObject({ ok: true });
    const members = await node.store.staffDesk.list();
    const people = members.filter(({ roles }) => !roles.includes("administrator"));
    const founded = await node.vault.found(people.map(({ id, roles }) => ({ id, roles, passphrase: PASSPHRASE })));
    expect(founded.ok).toBe(true);
    context = await browser.newContext({ locale: "en" });
    page = await context.newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await node?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("takes a code of a device, or a new passphrase and two colleagues", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const { secret, recoveryCodes } = await switchesOn();
    await signsInWithACode(secret);
    await putsAside();
    await asksAtTheDoor();
    await comesBack(await isInvitedAgain(), recoveryCodes[0] ?? "");
    await colleaguesSign();
    await opensAgain(recoveryCodes[1] ?? "");
  }, 600_000);

  const goTo = (path: string) => page.goto(`${node.origin}${path}`);

  async function signIn(name: string, passphrase = PASSPHRASE): Promise<void> {
    await context.clearCookies();
    await goTo("/desk/sign-in");
    await page.fill("[name=name]", name);
    await page.fill("[name=passphrase]", passphrase);
    await page.locator("main button").click();
  }

  async function typesCode(code: string): Promise<void> {
    await page.fill("[name=code]", code);
    await page.locator("main button").click();
  }

  async function switchesOn(): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
    await signIn("amina");
    await goTo("/desk/account/second-factor");
    const secret = (await page.inputValue("[name=secret]")) || expect.fail();
    await page.fill("[name=code]", codeOf(secret, 0));
    await page.fill("[name=passphrase]", PASSPHRASE);
    await page.getByRole("button", { name: "Switch it on" }).click();
    await expectText(/They are shown this once/);
    const recoveryCodes = await page.locator("main .paper li").allInnerTexts();
    await lookAt(page, "second-factor-codes");
    await page.getByRole("link", { name: "I have them" }).click();
    await lookAt(page, "second-factor-on");
    return { secret, recoveryCodes };
  }

  async function signsInWithACode(secret: string): Promise<void> {
    for (const language of ["en", "ar"]) {
      await context.clearCookies();
      await goTo(`/desk/sign-in?lang=${language}`);
      await page.fill("[name=name]", "amina");
      await page.fill("[name=passphrase]", PASSPHRASE);
      await page.locator("main button").click();
      await page.waitForSelector("[name=code]");
      await lookAt(page, `second-factor-step-${language}`);
    }
    await signIn("amina");
    await typesCode("000000");
    await expectText(/This code does not fit/);
    await lookAt(page, "second-factor-step-refused");
    await typesCode(codeOf(secret, 1));
    await page.waitForURL(`${node.origin}/desk`);
  }

  async function putsAside(): Promise<void> {
    await goTo("/desk/enter");
    await page.fill("[name=story]", "No day off since May");
    await page.getByRole("button", { name: "Put it aside for a while" }).click();
    expect(await page.content()).not.toContain("No day off");
    await lookAt(page, "casework-put-aside");
    await page.getByRole("button", { name: "Take it up again" }).click();
    expect(await page.inputValue("[name=story]")).toBe("No day off since May");
  }

  async function asksAtTheDoor(): Promise<void> {
    for (const language of ["en", "es", "ar"]) {
      await context.clearCookies();
      await goTo(`/desk/sign-in?lang=${language}`);
      await lookAt(page, `sign-in-${language}`);
      await page.locator("main a[href*=lost-passphrase]").click();
      await lookAt(page, `lost-passphrase-${language}`);
      expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr");
    }
  }

  async function isInvitedAgain(): Promise<string> {
    await signIn("first");
    await goTo("/desk/staff");
    await page.getByRole("link", { name: "amina lost the passphrase" }).click();
    await expectText(/once two colleagues have signed/);
    await lookAt(page, "staff-lost-passphrase");
    await page.getByRole("button", { name: "Make the invitation" }).click();
    const address = (await page.locator("main .handle").innerText()).trim();
    await page.getByRole("link", { name: "Back to the staff" }).click();
    await page.getByRole("link", { name: "What second does here" }).click();
    await lookAt(page, "staff-roles");
    return address;
  }

  /** Codes of this minute have been used; whoever does not want to wait has recovery codes. */
  async function comesBack(address: string, recoveryCode: string): Promise<void> {
    await context.clearCookies();
    await page.goto(address);
    await expectText(/You come back as amina/);
    await lookAt(page, "join-again");
    await page.fill("[name=passphrase]", NEW);
    await page.fill("[name=again]", NEW);
    await page.getByRole("button", { name: "Choose it" }).click();
    await expectText(/Your new passphrase holds/);
    await signIn("amina", NEW);
    await expectText(/Now type the six digits/);
    await typesCode(recoveryCode);
    await goTo("/desk/cases");
    await unlock(NEW);
    await expectText(/\d{5} \d{5} \d{5} \d{5}/);
    await lookAt(page, "casework-waits-for-signatures");
  }

  async function colleaguesSign(): Promise<void> {
    for (const name of ["second", "third"]) {
      await signIn(name);
      await goTo("/desk/keys");
      await unlock(PASSPHRASE);
      await expectText(/Has lost a passphrase, and comes back with new keys/);
      await lookAt(page, `casework-new-keys-${name}`);
      await page.getByRole("button", { name: "Sign this list" }).click();
      await expectText(/Signed/);
    }
  }

  async function opensAgain(recoveryCode: string): Promise<void> {
    await signIn("amina", NEW);
    await typesCode(recoveryCode);
    await goTo("/desk/cases");
    await unlock(NEW);
    await expectText(/Lock now/);
  }

  async function unlock(passphrase: string): Promise<void> {
    await page.fill("[name=passphrase]", passphrase);
    await page.locator("main").getByRole("button", { name: "Unlock" }).click();
  }

  const expectText = async (text: RegExp): Promise<void> =>
    expect(await page.locator("main").innerText()).toMatch(text);
});

/** RFC 6238 with SHA-1 and 30 seconds; so many steps from now. */
function codeOf(secret: string, steps: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(secret, (letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}
