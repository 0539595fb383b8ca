import { DAY, trusted, type FollowLine } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, NOW } from "../testing/fixtures.ts";
import { carried, foreignObject } from "../testing/memory-feeds.ts";
import { readHtml } from "../testing/read-html.ts";

const PATH = "/desk/feeds";

async function atTheDesk(name = "mina") {
  const made = deskPorts();
  for (let day = 0; day < 100; day += 1) {
    const object = foreignObject(`p${day}`, { name: `Post ${day}` }, { published: NOW - day * DAY });
    made.world.carried.push(carried(object, { regions: ["QA"], sectors: ["isic4:F"] }));
  }
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser };
}

const followed = (id: string, state: FollowLine["state"] = "accepted"): FollowLine => ({
  id: trusted.actor(id),
  handle: `@${id.split("/").at(-1)}@fed.example`,
  name: "A name of theirs",
  state,
  since: NOW,
  ours: centre.id,
});

describe("the feeds that a centre keeps an eye on", () => {
  test("are chosen from lists, stand there with their counts and what came last, and are taken off again", async () => {
    const { browser, world } = await atTheDesk();
    const chosen = await browser.open(`${PATH}?place=qa&branch=f&kind=post`);
    expect(chosen.html).toContain("News of campaigns, construction, Qatar");
    const after = await browser.submit(chosen, PATH, { name: "qa.f.post.any" });
    expect([...world.watched]).toEqual(["qa.f.post.any"]);
    const { text } = readHtml(after.html);
    expect(text).toContain("The feed is on this page now.");
    expect(text).toMatch(/About \d+ publications a month/);
    expect(text).toContain("Post 2");
    expect(text).not.toContain("Post 3");
    expect(text).toContain("@qa.f.post.any@hall.example");
    expect(text).toContain("They count publications, not people");
    await browser.submit(after, `${PATH}/remove`);
    expect(world.watched.size).toBe(0);
  });

  test.each([
    ["us-ca.f.call", "A name has four parts"],
    ["f.us-ca.call.any", "us-ca.f.call.any"],
    ["xx.f.call.any", "is no place that we know"],
  ])("are not %s, and the box says why and keeps it", async (name, said) => {
    const { browser, world } = await atTheDesk();
    const page = await browser.submit(await browser.open(PATH), PATH, { name });
    expect(page.status).toBe(422);
    expect(readHtml(page.html).text).toContain(said);
    expect(page.html).toContain(`value="${name}"`);
    expect(world.watched.size).toBe(0);
  });

  test("can be counted in a spreadsheet, month by month", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open(PATH);
    await browser.submit(form, PATH, { name: "QA.any.any.any" });
    const file = await browser.open(`${PATH}.csv`);
    const lines = file.html.replace("\ufeff", "").trim().split("\r\n");
    expect(lines[0]).toBe("feed,month,publications");
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe("qa.any.any.any,2026-11,24");
    expect(lines.at(-2)).toBe("qa.any.any.any,2026-10,31");
    expect([...world.watched]).toEqual(["qa.any.any.any"]);
  });

  test("are no more than anybody looks at", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open(PATH);
    for (let at = 0; at < 40; at += 1) world.watched.add(`filled-${at}` as never);
    const page = await browser.submit(form, PATH, { name: "qa.any.any.any" });
    expect([page.status, page.html.includes("There are forty already")]).toEqual([422, true]);
  });

  test("are only looked at by those who may not follow", async () => {
    const { browser } = await atTheDesk("audit");
    const page = await browser.open(PATH);
    expect([page.status, page.html.includes(`action="${PATH}`)]).toEqual([200, false]);
  });
});

test("feeds of other nodes that we follow are told apart from centres, by what they carry", async () => {
  const { browser, world } = await atTheDesk();
  world.following = [
    followed("https://fed.example/feeds/us.f.call.any"),
    followed("https://fed.example/feeds/qa.t97.any.ar", "pending"),
    followed("https://fed.example/feeds/de.any.any.any", "ended"),
    followed("https://fed.example/feeds/nonsense"),
    followed("https://fed.example/centres/fed"),
  ];
  const { text } = readHtml((await browser.open(PATH)).html);
  expect(text).toContain("Solidarity calls, construction, United States");
  expect(text).toMatch(/Everything, domestic workers, Qatar, in Arabic[^@]*@qa.t97.any.ar@fed.example\s+not answered/);
  expect(text).not.toContain("nonsense");
  expect(text).not.toContain("@fed@fed.example");
  expect(text).not.toContain("Everything, Germany");
});
