import { mailServer } from "@commonhall/testkit/mail";
import { network } from "@commonhall/testkit/network";
import PostalMime from "postal-mime";
import { expect, it } from "vitest";
import { lookAt, openBrowser, whyNoBrowser } from "../browser.ts";

const missing = whyNoBrowser();
if (missing !== undefined) console.log(`NOT LOOKED AT IN A BROWSER: ${missing}`);

const LANGUAGES = ["en", "es", "ar", "hi", "ur"] as const;

/** Somebody reads a feed's page, asks for it by mail, says yes and ends it, in each language. */
it("a feed by mail is asked for, confirmed and ended on pages", async ({ skip }) => {
  if (missing !== undefined) skip(missing);
  await using server = await mailServer();
  const mail = { server: { host: "127.0.0.1", port: server.port, secure: false }, from: "desk@hall.example" };
  await using net = await network(["beirut"], { mail });
  const { origin, running } = net.beirut;
  const browser = await openBrowser();
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  for (const language of LANGUAGES) {
    await page.goto(`${origin}/feeds/us.f.any.any?lang=${language}`);
    await page.click("#digest summary");
    await lookAt(page, `digest-feed-${language}`);
    await page.fill("[name=address]", "ana at mail");
    await page.click("#digest button[type=submit]");
    await lookAt(page, `digest-refused-${language}`);
    expect(await page.inputValue("[name=address]")).toBe("ana at mail");
    await page.fill("[name=address]", `ana-${language}@mail.example`);
    await page.click("main form button[type=submit]");
    await lookAt(page, `digest-asked-${language}`);
    await net.settle();
    const [question] = server.taken();
    const text = (await PostalMime.parse(question?.text ?? "")).text ?? "";
    const [confirm = ""] = /https?:\/\/\S+/.exec(text) ?? [];
    await page.goto(confirm);
    expect(await page.getAttribute("html", "lang")).toBe(language);
    await lookAt(page, `digest-confirm-${language}`);
    await page.click("main form button[type=submit]");
    await lookAt(page, `digest-confirmed-${language}`);
    const token = /confirm\/([\w-]+)/.exec(confirm)?.[1] ?? "";
    const digest = await running.store.direct.digests.byToken("confirm", token);
    if (digest?.confirmed === undefined) throw new Error("It was confirmed");
    const { tokens } = await running.store.digestSeals.open(digest);
    await page.goto(`${origin}/digests/end/${tokens.end}?lang=${language}`);
    await lookAt(page, `digest-end-${language}`);
    await page.click("main form button[type=submit]");
    await lookAt(page, `digest-ended-${language}`);
    await page.goto(`${origin}/digests/end/${tokens.end}?lang=${language}`);
    await lookAt(page, `digest-gone-${language}`);
  }
  expect(await context.cookies()).toEqual([]);
  await browser.close();
}, 600_000);
