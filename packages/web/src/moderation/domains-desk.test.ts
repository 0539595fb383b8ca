import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";

async function atTheDesk() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn("mina");
  return { ...made, browser, page: await browser.open("/desk/domains") };
}

describe("what other servers may do", () => {
  test("each level says what it means before it is chosen", async () => {
    const { page } = await atTheDesk();
    expect(page.html).toContain("stands in no list and notifies nobody");
    expect(page.html).toContain("Who follows whom is kept, so that a mistake can be undone.");
  });

  test.each([
    ["Spam.Example", "limit", "spam.example"],
    ["https://spam.example/@troll", "refuse", "spam.example"],
  ])("%s is put on level %s", async (host, level, kept) => {
    const { browser, page, world } = await atTheDesk();
    const after = await browser.submit(page, "/desk/domains", { host, level });
    expect([...world.policies]).toEqual([[kept, level]]);
    expect(after.html).toContain(`>${kept}</bdi>`);
  });

  test("a mistake is undone with one button", async () => {
    const { browser, page, world } = await atTheDesk();
    const refused = await browser.submit(page, "/desk/domains", { host: "spam.example", level: "refuse" });
    const form = formOf(refused, "/desk/domains");
    await browser.send(form.action, form.entries);
    expect([...world.policies]).toEqual([["spam.example", "accept"]]);
  });

  test.each([
    [{ host: "not a host", level: "refuse" }, "f-host"],
    [{ host: "spam.example" }, "f-level"],
    [{ host: "spam.example", level: "destroy" }, "f-level"],
  ])("%j is refused, and stays typed", async (fill, id) => {
    const { browser, page, world } = await atTheDesk();
    const after = await browser.submit(page, "/desk/domains", fill);
    expect(after.status).toBe(422);
    expect(after.html).toContain(`href="#${id}"`);
    expect(after.html).toContain(`value="${fill.host}"`);
    expect(world.policies.size).toBe(0);
  });
});
