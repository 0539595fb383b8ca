import type { PassphraseRefused } from "@commonhall/domain";
import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { PASSPHRASE } from "../testing/memory-staff-desk.ts";
import { readHtml } from "../testing/read-html.ts";

const NEW = "another six words of hers";
const TYPED = { old: PASSPHRASE, passphrase: NEW, again: NEW };
const ACTION = "/desk/account/passphrase";

async function atTheDesk(name = "case") {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser, page: await browser.open("/desk/account") };
}

test("everybody changes their own passphrase", async () => {
  const { browser, page, world } = await atTheDesk("hala");
  const after = await browser.submit(page, ACTION, TYPED);
  expect(after.html).toContain("Your passphrase is changed, and every other session of yours has ended.");
  expect(world.done).toEqual(["passphrase of hala"]);
});

test.each([
  [{ old: "wrong" }, "f-old"],
  [{ passphrase: "short", again: "short" }, "f-passphrase"],
  [{ again: "otherwise" }, "f-again"],
])("%j is said at its box, and no passphrase comes back", async (fill, id) => {
  const { browser, page, world } = await atTheDesk();
  const after = await browser.submit(page, ACTION, { ...TYPED, ...fill });
  expect(after.status).toBe(422);
  expect(after.html).toContain(`href="#${id}"`);
  for (const typed of [PASSPHRASE, NEW]) expect(after.html).not.toContain(typed);
  expect(() => readHtml(after.html)).not.toThrow();
  expect(world.done).toEqual([]);
});

test.each<[PassphraseRefused, string, boolean]>([
  [{ type: "keys wrong" }, "Nothing has been changed: type that one here too", true],
  [{ type: "keys only" }, "Only half was done", true],
  [{ type: "keys closed" }, "Both passphrases are what they were.", false],
  [{ type: "too many", wait: 90_000 }, "Try again in 2 minutes.", false],
])("%j is told as what holds now", async (why, sentence, asksForKeys) => {
  const { browser, page, world } = await atTheDesk();
  world.passphraseRefused = why;
  const after = await browser.submit(page, ACTION, TYPED);
  expect(after.html).toContain(sentence);
  expect(after.html.includes('name="keys"')).toBe(asksForKeys);
  expect(page.html).not.toContain('name="keys"');
  if (!asksForKeys) return;
  await browser.submit(after, ACTION, { ...TYPED, keys: "what opened the reports" });
  expect(world.done).toEqual(["passphrase of case that was another for keys"]);
});
