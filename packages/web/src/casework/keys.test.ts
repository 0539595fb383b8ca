import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { member } from "../testing/memory-staff-desk.ts";

function node() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  const unlock = async (name: string) => {
    await browser.signIn(name);
    const page = await browser.open("/desk/unlock");
    return browser.submit(page, "/desk/unlock", { passphrase: "right words" });
  };
  return { ...made, browser, unlock };
}

describe("somebody whose part at the desk is another one than on the list", () => {
  test("is signed for, and the signature is for what they are at the desk", async () => {
    const { browser, unlock, world } = node();
    const index = world.staff.findIndex(({ id }) => id === "id-appr");
    world.staff[index] = member("appr", "caseworker", "approver");
    await unlock("case");
    const before = await browser.open("/desk/keys");
    expect(before.html).not.toContain('action="/desk/keys/part"');
    expect(before.html).toContain("<bdi>prop</bdi> will be: <bdi>caseworker, proposer of releases</bdi>");
    world.staff[index] = member("appr", "approver", "editor");
    const page = await browser.open("/desk/keys");
    expect(page.html).toContain(
      "At the desk the part of <bdi>appr</bdi> is another one now: <bdi>approver of releases</bdi>.",
    );
    await browser.submit(page, "/desk/keys/part");
    expect(world.done).toEqual(["roles id-appr approver"]);
    world.staff[index] = member("appr", "editor");
    const none = await browser.open("/desk/keys");
    expect(none.html).toContain("has no part in casework any more");
    expect(none.html).not.toContain('action="/desk/keys/part"');
  });

  test("whose keys still open cases is told of, with the button that ends it", async () => {
    const { browser, unlock, sealed } = node();
    await unlock("case");
    sealed.state = { ...sealed.state, recovery: { shares: 3, needed: 2 } };
    sealed.sealedToFormer = 3;
    const warned = await browser.open("/desk/cases");
    expect(warned.html).toContain("3 cases of yours can still be opened with keys of before");
    expect(warned.html).not.toContain("The recovery key does not open");
    expect((await browser.submit(warned, "/desk/keys/renew")).html).toContain("All done");
  });
});

describe("a copy that is due", () => {
  test.each([
    ["never", "There is no copy of what is sealed."],
    ["old", "older than a month"],
    ["keys renewed", "got new keys since the last copy"],
    ["recovery renewed", "only with the papers of before"],
  ] as const)("is asked for at the desk: %s", async (copyDue, sentence) => {
    const { browser, unlock, sealed, ports } = node();
    sealed.state = { ...sealed.state, recovery: { shares: 3, needed: 2 } };
    await unlock("case");
    for (const path of ["/desk", "/desk/cases"]) {
      expect((await browser.open(path)).html).not.toContain("hall backup");
    }
    sealed.state = { ...sealed.state, copyDue };
    for (const path of ["/desk", "/desk/cases"]) {
      const { html } = await browser.open(path);
      expect(html).toContain(sentence);
      expect(html).toContain("hall backup");
    }
    const administrator = new Browser(createWeb(ports));
    await administrator.signIn("first");
    expect((await administrator.open("/desk")).html).toContain(sentence);
    const editor = new Browser(createWeb(ports));
    await editor.signIn("mina");
    expect((await editor.open("/desk")).html).not.toContain("hall backup");
  });
});

describe("keys that are older than a year", () => {
  test("are renewed behind the pages of whoever unlocks, with that session's keys, and the pages say how far it is", async () => {
    const { browser, unlock, sealed } = node();
    await browser.signIn("case");
    await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "wrong" });
    expect(sealed.rotated).toEqual([]);
    await unlock("case");
    expect(sealed.rotated).toEqual([["id-case", "token-id-case"]]);
    expect((await browser.open("/desk/cases")).html).not.toContain("older than a year");
    sealed.renewing = { done: 7, of: 30 };
    expect((await browser.open("/desk/cases")).html).toContain("as every year: 7 of 30.");
  });
});
