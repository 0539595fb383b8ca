import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { languageTag, type StaffDraft } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { centreDraft } from "@commonhall/testkit/network";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const PASSPHRASE = "six words nobody else would say";
const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

const STAFF: readonly StaffDraft[] = [
  { name: "first", roles: ["administrator", "editor"], passphrase: PASSPHRASE },
  { name: "amina", roles: ["caseworker"], passphrase: PASSPHRASE },
  { name: "second", roles: ["caseworker"], passphrase: PASSPHRASE },
  { name: "watch", roles: ["auditor"], passphrase: PASSPHRASE },
  { name: "hala", roles: ["helper"], passphrase: PASSPHRASE },
];

/** A day at the desk with what is sealed, as somebody walks it: with a mouse, a keyboard and no script. */
describe("a day of casework", () => {
  let browser: Browser;
  let node: RunningNode;
  let folder: string;
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), "commonhall-casework-"));
    node = await startNode({ dataFolder: join(folder, "hall"), listen: "127.0.0.1:0", clock: Date.now });
    expect(await node.federation.commands.setUp(centreDraft("hall"), STAFF)).toMatchObject({ ok: true });
    const members = await node.store.staffDesk.list();
    const people = members.filter(({ roles }) => roles.some((role) => role === "caseworker" || role === "auditor"));
    const founded = await node.vault.found(people.map(({ id, roles }) => ({ id, roles, passphrase: PASSPHRASE })));
    expect(founded.ok).toBe(true);
    context = await browser.newContext({ locale: "en" });
    page = await context.newPage();
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
  });

  afterAll(async () => {
    await browser?.close();
    await node?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("a report is typed in, opened, answered, coded and shared, and whoever administers sees none of it", async ({
    skip,
  }) => {
    if (missing !== undefined) skip(missing);
    await report();
    await helperTypesIn();
    await caseworkerOpens();
    await caseworkerCodes();
    await makesTheRecoveryKey();
    await auditorReads();
    await administratorSeesNothing();
    await somebodyJoins();
    await inArabicAndInTheDark();
    expect([...new Set(asked)], "somebody else was asked for something").toEqual([node.origin]);
  }, 600_000);

  const goTo = (path: string) => page.goto(`${node.origin}${path}`);

  async function report(): Promise<void> {
    const language = languageTag("ne") ?? expect.fail();
    const image = await page.screenshot({ type: "png" });
    await node.vault.intakes.submit(
      {
        language,
        happened: ["wages", "documents"],
        story: "छ महिनादेखि तलब पाएकी छैन। राहदानी पनि खोसे।",
        where: "Beirut, on the hill",
        contact: { how: "message", details: "+961 00 000 000", safeTimes: "Sunday" },
        consents: ["C1"],
        files: [{ name: "contract.png", type: "image/png", bytes: image }],
      },
      { code: "wanted", channel: "web", quarantined: false },
    );
  }

  async function signIn(name: string): Promise<void> {
    await context.clearCookies();
    await goTo("/desk/sign-in");
    await page.fill("[name=name]", name);
    await page.fill("[name=passphrase]", PASSPHRASE);
    await page.locator("main button").click();
  }

  async function unlock(): Promise<void> {
    await page.fill("[name=passphrase]", PASSPHRASE);
    await page.locator("main").getByRole("button", { name: "Unlock" }).click();
  }

  async function helperTypesIn(): Promise<void> {
    await signIn("hala");
    await page.getByRole("link", { name: "Type in a report" }).click();
    await lookAt(page, "casework-enter");
    await page.fill("[name=story]", "No day off since May");
    await page.getByRole("button", { name: "Seal it, and give a code" }).click();
    await expectText(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
    await lookAt(page, "casework-entered");
    await goTo("/desk/cases");
    await expectText(/This is not your part of the desk/);
  }

  async function caseworkerOpens(): Promise<void> {
    await signIn("amina");
    await page.getByRole("link", { name: "Reports" }).click();
    await lookAt(page, "casework-unlock");
    await unlock();
    await lookAt(page, "casework-list");
    await page.getByRole("link", { name: "A report without a name" }).filter({ hasNotText: "x" }).last().click();
    if (!(await page.locator("main").innerText()).includes("राहदानी")) {
      await goTo("/desk/cases");
      await page.getByRole("link", { name: "A report without a name" }).first().click();
    }
    await expectText(/राहदानी/);
    await lookAt(page, "casework-new");
    await page.getByRole("button", { name: "It is true: open the case" }).click();
    await page.fill("[name=reply]", "आइतबार आउनुहोस्");
    await page.getByRole("button", { name: "Send the reply" }).click();
    await page.fill("[name=note]", "Called her sister.");
    await page.getByRole("button", { name: "Keep the note" }).click();
    await page.fill("[name=title]", "The house on the hill");
    await page.getByRole("button", { name: "Keep the name" }).click();
    await page.getByText("Add something to do").click();
    await page.selectOption("[name=task-kind]", "visa");
    await page.fill("[name=task-text]", "Her visa ends");
    await page.fill("[name=task-due]", new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expectText(/Her visa ends/);
    await lookAt(page, "casework-case");
  }

  async function caseworkerCodes(): Promise<void> {
    await goTo("/desk/register");
    await page.selectOption("[name=kind]", "employer");
    await page.fill("[name=name]", "Haddad Trading");
    await page.getByRole("button", { name: "Write in" }).click();
    await page.selectOption("[name=kind]", "employer");
    await page.fill("[name=name]", "Hadad Trading");
    await page.getByRole("button", { name: "Write in" }).click();
    await expectText(/Is it the same one, or another/);
    await lookAt(page, "casework-register");
    await goTo("/desk/cases");
    await lookAt(page, "casework-reminded");
    await page.getByRole("link", { name: "The house on the hill" }).first().click();
    await page.getByRole("link", { name: "Coding" }).click();
    await page.getByText("Retention of identity documents").click();
    await page.selectOption("[name=employer]", { label: "Haddad Trading" });
    await page.selectOption("[name=sector]", "isic4:T97");
    await page.fill("[name=place]", "Lebanon");
    await page.getByText("There are strong grounds").click();
    await page.getByRole("button", { name: "Keep the coding" }).click();
    await expectText(/Give your reason/);
    await page.fill("[name=reason]", "Passport taken, no pay for half a year.");
    await page.getByRole("button", { name: "Keep the coding" }).click();
    await expectText(/The coding is kept/);
    await lookAt(page, "casework-coding");
    for (const [tab, name] of [
      ["Consent", "consent"],
      ["Who can open it", "people"],
      ["End", "end"],
    ] as const) {
      await page.getByRole("link", { name: tab, exact: true }).click();
      await lookAt(page, `casework-${name}`);
    }
  }

  async function makesTheRecoveryKey(): Promise<void> {
    await goTo("/desk/keys");
    await lookAt(page, "casework-keys");
    await page.locator("main").getByRole("link", { name: "Recovery key" }).click();
    await lookAt(page, "casework-recovery");
    await page.getByRole("button", { name: "Make the papers" }).click();
    await expectText(/Print this page now/);
    await lookAt(page, "casework-papers");
    await signIn("second");
    await goTo("/desk/keys");
    await unlock();
    await lookAt(page, "casework-candidate");
    await page.getByRole("button", { name: "Sign this list" }).click();
    await expectText(/Signed/);
    await goTo("/desk/cases");
    expect(await page.locator("main").innerText()).not.toContain("There is no recovery key yet");
  }

  async function auditorReads(): Promise<void> {
    await signIn("watch");
    await page.getByRole("link", { name: "Record" }).click();
    await unlock();
    await expectText(/No line was altered/);
    await lookAt(page, "casework-audit");
  }

  async function administratorSeesNothing(): Promise<void> {
    await signIn("first");
    expect(await page.locator("header").innerText()).not.toContain("Reports");
    await goTo("/desk/cases");
    await expectText(/This is not your part of the desk/);
    await goTo("/desk/lock-down");
    await lookAt(page, "casework-lock-down");
  }

  async function somebodyJoins(): Promise<void> {
    await goTo("/desk/staff");
    await page.locator("[name=roles][value=caseworker]").check();
    await page.getByRole("button", { name: "Make an invitation" }).click();
    await lookAt(page, "staff-invited");
    const address = (await page.locator("main .handle").innerText()).trim();
    await page.getByRole("link", { name: "Back to the staff" }).click();
    await lookAt(page, "staff-invitations");
    await context.clearCookies();
    await page.goto(address);
    await lookAt(page, "join");
    await page.fill("[name=name]", "third");
    await page.fill("[name=passphrase]", PASSPHRASE);
    await page.fill("[name=again]", PASSPHRASE);
    await page.getByRole("button", { name: "Join" }).click();
    await expectText(/You work at this desk now/);
    await signIn("third");
    await goTo("/desk/cases");
    await unlock();
    await expectText(/\d{5} \d{5} \d{5} \d{5}/);
  }

  async function inArabicAndInTheDark(): Promise<void> {
    await page.emulateMedia({ colorScheme: "dark" });
    await signIn("amina");
    await goTo("/desk/cases?lang=ar");
    await page.fill("[name=passphrase]", PASSPHRASE);
    await page.locator("main button").last().click();
    await lookAt(page, "casework-list-ar-dark");
    await page.getByRole("link", { name: "The house on the hill" }).first().click();
    expect(await page.getAttribute("html", "dir")).toBe("rtl");
    await lookAt(page, "casework-case-ar-dark");
    await page.getByRole("link", { name: "الترميز" }).click();
    await lookAt(page, "casework-coding-ar-dark");
  }

  const expectText = async (text: RegExp): Promise<void> =>
    expect(await page.locator("main").innerText()).toMatch(text);
});
