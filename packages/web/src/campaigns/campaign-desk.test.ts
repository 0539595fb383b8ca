import { DAY, waitsForOutcome, type Campaign } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { met, payUp, rally } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";

async function atTheDesk() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn("mina");
  const campaign = (): Campaign | undefined => made.world.campaigns.find(({ id }) => id === payUp.id);
  return { ...made, browser, campaign };
}

const HOME = "/desk/campaigns/payup2026";
const path = (id: string): string => `/desk${new URL(id).pathname}`;

describe("a campaign at the desk", () => {
  test("is renewed, suspended and taken up again, each step dated and with its name", async () => {
    const { browser, campaign } = await atTheDesk();
    let page = await browser.open(HOME);
    expect(page.html).toContain("Renew until 22 May 2027");
    page = await browser.submit(page, `${HOME}/renew`);
    expect(page.html).toContain("Renewed for three months.");
    expect(campaign()?.ends).toBe("2027-05-22");
    page = await browser.submit(page, `${HOME}/suspend`);
    expect(campaign()?.status).toBe("suspended");
    page = await browser.submit(page, `${HOME}/resume`);
    expect(campaign()?.status).toBe("running");
    expect(campaign()?.log.slice(-3)).toMatchObject([
      { what: "renewed", by: "mina" },
      { what: "suspended", by: "mina" },
      { what: "resumed", by: "mina" },
    ]);
    expect(page.html).toContain("by <bdi>mina</bdi>");
  });

  test("a step that somebody else has taken already is refused in words", async () => {
    const { browser } = await atTheDesk();
    const page = await browser.open(HOME);
    await browser.submit(page, `${HOME}/suspend`);
    const again = await browser.submit(page, `${HOME}/suspend`);
    expect(again.status).toBe(422);
    expect(again.html).toContain("Somebody else may have changed it just now.");
  });

  test("is closed with three answers, and not with fewer", async () => {
    const { browser, campaign, world } = await atTheDesk();
    const page = await browser.open(`${HOME}/close`);
    const lacking = await browser.submit(page, `${HOME}/close`, { changed: "All but <three> were paid." });
    expect(lacking.status).toBe(422);
    expect(lacking.html).toContain('href="#f-outcome"');
    expect(lacking.html).toContain('href="#f-told"');
    expect(Object.fromEntries(formOf(lacking, `${HOME}/close`).entries)).toMatchObject({
      changed: "All but <three> were paid.",
    });
    expect(world.done).toEqual([]);
    await browser.submit(lacking, `${HOME}/close`, { outcome: "partly", told: "no" });
    expect(campaign()).toMatchObject({
      status: "closed",
      closing: { outcome: "partly", changed: "All but <three> were paid.", workersTold: false },
    });
    expect((await browser.open(`${HOME}/close`)).path).toBe(HOME);
  });

  test("one that the calendar closed asks for the answers, on the front page of the desk too", async () => {
    const { browser, campaign, world } = await atTheDesk();
    const closing = { outcome: "unknown", changed: "", workersTold: false } as const;
    world.campaigns = world.campaigns.map((one) => (one.id === payUp.id ? { ...one, status: "closed", closing } : one));
    expect((await browser.open("/desk")).html).toContain("What to do next");
    const page = await browser.open(HOME);
    expect(page.html).toContain("What became of it?");
    const form = await browser.open(`${HOME}/close`);
    await browser.submit(form, `${HOME}/close`, { outcome: "won", changed: "Paid.", told: "yes" });
    expect(campaign()).toMatchObject({ closing: { outcome: "won" } });
    expect(waitsForOutcome(campaign() ?? payUp)).toBe(false);
  });

  test.each([
    ["campaign", HOME],
    ["post", path(met.id)],
    ["action", path(rally.id)],
  ])("a %s is deleted only after the page has said what that means", async (kind, at) => {
    const { browser, world } = await atTheDesk();
    const question = await browser.open(`${at}/delete`);
    expect(question.html).toContain("Most programs do; nobody can force them.");
    expect(world.done).toEqual([]);
    const after = await browser.submit(question, `${at}/delete`);
    expect(world.done).toEqual([expect.stringMatching(`^delete .*${at.split("/").at(-1) ?? kind} by mina$`)]);
    expect(after.html).toContain("Deleted here.");
    expect((await browser.open(at)).status).toBe(404);
  });
});

describe("an action at the desk", () => {
  const at = path(rally.id);

  test("is cancelled after a question, and stays", async () => {
    const { browser, world } = await atTheDesk();
    const after = await browser.submit(await browser.open(`${at}/cancel`), `${at}/cancel`);
    expect(world.done).toEqual([`cancel ${rally.id} by mina`]);
    expect(after.html).toContain('class="struck"');
    expect(after.html).not.toContain(`${at}/cancel`);
    expect((await browser.open(`${at}/cancel`)).path).toBe(at);
  });

  test.each([
    ["120", 120],
    ["١٢٠", 120],
    ["१२०", 120],
    ["১২০", 120],
    ["၁၂၀", 120],
    ["0", 0],
  ])("counts %s people who came", async (typed, count) => {
    const { browser, seen } = await atTheDesk();
    seen.counts.set(rally.id, 77);
    await browser.submit(await browser.open(at), `${at}/count`, { count: typed });
    expect(seen.counts.get(rally.id)).toBe(count);
  });

  test.each(["", "a hundred", "-3", "1.5", "99999999999"])("%s is no count, and stays typed", async (typed) => {
    const { browser, seen } = await atTheDesk();
    seen.counts.set(rally.id, 77);
    const page = await browser.submit(await browser.open(at), `${at}/count`, { count: typed });
    expect(page.status).toBe(422);
    expect(Object.fromEntries(formOf(page, `${at}/count`).entries)["count"]).toBe(typed);
    expect(seen.counts.get(rally.id)).toBe(77);
  });
});

describe("the front page of the desk", () => {
  test("teaches an empty node what to do first", async () => {
    const { browser, world } = await atTheDesk();
    Object.assign(world, { campaigns: [], posts: [], actions: [] });
    const page = await browser.open("/desk");
    expect(page.html).toContain("Write your first campaign");
    expect(page.html).toContain("Follow an ally");
  });

  test("says what ends soon", async () => {
    const { browser, seen } = await atTheDesk();
    expect((await browser.open("/desk")).html).not.toContain("unless somebody renews it");
    seen.now += 80 * DAY;
    expect(readHtml((await browser.open("/desk")).html).text).toContain(
      "Ends on 22 February 2027, unless somebody renews it.",
    );
  });

  test("shows each role only what it may see", async () => {
    const { ports } = deskPorts();
    const browser = new Browser(createWeb(ports));
    const page = await browser.signIn("case");
    expect(page.html).not.toContain("/desk/deliveries");
    expect(page.html).not.toContain("/desk/write");
    expect(page.html).toContain("/desk/arrived");
  });
});
