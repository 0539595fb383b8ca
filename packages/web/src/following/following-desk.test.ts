import * as fc from "fast-check";
import { err, ok, trusted, type FollowLine, type FollowRefused, type FollowState } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, NOW, payUp } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { readerOf } from "../words/reader.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";
import { followRefusal } from "./follow-refused.ts";

async function atTheDesk(name = "mina") {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser };
}

const line = (more: Partial<FollowLine>): FollowLine => ({
  id: trusted.actor("https://ally.example/centres/ally"),
  handle: "@ally@ally.example",
  name: "Ally <of> all",
  state: "accepted",
  since: NOW - 60_000,
  ours: centre.id,
  ...more,
});

describe("following somebody", () => {
  test.each([
    ["pending", "Asked. They have to say yes"],
    ["accepted", "You follow them now."],
    ["rejected", "They have said no."],
  ] as const)("that is %s is said in plain words", async (state, sentence) => {
    const { browser, world } = await atTheDesk();
    world.followAnswer = ok(state);
    const page = await browser.submit(await browser.open("/desk/following"), "/desk/following", {
      address: " @ally@ally.example ",
    });
    expect(page.html).toContain(sentence);
    expect(world.done).toEqual(["follow @ally@ally.example"]);
  });

  test("that is refused says why at the box, and whatever was typed stays in it", async () => {
    const { browser, world } = await atTheDesk();
    world.followAnswer = err({ type: "not an address", address: "x" });
    const form = await browser.open("/desk/following");
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (address) => {
        const page = await browser.submit(form, "/desk/following", { address });
        expect(page.status).toBe(422);
        expect(Object.fromEntries(formOf(page, "/desk/following").entries)["address"]).toBe(
          address.replaceAll("\r\n", "\n"),
        );
        expect(page.html).toContain('id="f-address-error"');
        expect(() => readHtml(page.html)).not.toThrow();
      }),
      { numRuns: 30 },
    );
  });

  test("is ended by a button that says whom", async () => {
    const { browser, world } = await atTheDesk();
    world.following = [line({})];
    const page = await browser.open("/desk/following");
    expect(page.html).toContain("Stop following <bdi>Ally &lt;of&gt; all</bdi>");
    const after = await browser.submit(page, "/desk/following/end");
    expect(world.done).toEqual(["unfollow https://ally.example/centres/ally"]);
    expect(after.html).toContain("You do not follow them any more.");
  });

  test.each<[FollowState, RegExp]>([
    ["pending", /Asked .*today 11:29.*waits for an answer/],
    ["rejected", /Said no: .*today 11:29/],
    ["accepted", /Since .*today 11:29/],
    ["ended", /Ended: .*today 11:29/],
  ])("that is %s stands in the list as that, on the centre's clocks", async (state, words) => {
    const { browser, world } = await atTheDesk();
    world.following = [line({ state })];
    expect((await browser.open("/desk/following")).html).toMatch(words);
  });

  test("is only looked at by those who may not follow", async () => {
    const { browser, world } = await atTheDesk("audit");
    world.following = [line({})];
    const page = await browser.open("/desk/following");
    expect(page.html).toContain("@ally@ally.example");
    expect(page.html).not.toContain('action="/desk/following');
  });
});

describe("who follows", () => {
  test("is counted for the centre and each campaign, those apart who were not let in", async () => {
    const { browser, world } = await atTheDesk();
    const other = (host: string) => trusted.actor(`https://${host}/a`);
    world.followers = [
      line({}),
      line({ id: other("b.example") }),
      line({ id: other("c.example"), state: "ended" }),
      line({ ours: payUp.id }),
    ];
    const { text } = readHtml((await browser.open("/desk/following")).html);
    expect(text).toMatch(/Migrant Workers’ Hall, Beirut\s+2 followers/);
    expect(text).toMatch(/Pay what you owe\s+One follower/);
    expect(text).toMatch(/Sunday is ours\s+No followers yet/);
  });
});

describe("every refusal", () => {
  const REFUSALS: Readonly<Record<FollowRefused["type"], FollowRefused>> = {
    "no centre yet": { type: "no centre yet" },
    "not an address": { type: "not an address", address: "x" },
    "not found": { type: "not found", address: "@a@b.example", detail: "404" },
    unreachable: { type: "unreachable", host: "b.example", detail: "ECONNREFUSED" },
    "refused domain": { type: "refused domain", host: "b.example" },
    ourselves: { type: "ourselves" },
    "not followed": { type: "not followed", address: "@a@b.example" },
  };

  test.each(INTERFACE_LANGUAGES)("has its sentence in %s, without the words of machines", (language) => {
    const reader = readerOf({ url: `/desk?lang=${language}` }, centre);
    const said = Object.values(REFUSALS).map((why) => followRefusal(reader, why));
    expect(new Set(said).size).toBe(said.length);
    for (const sentence of said) expect(sentence).not.toMatch(/ECONN|404|undefined|\{/);
  });
});

test("whoever has moved is told of, with what did not go along and where it is offered anew", async () => {
  const { browser, world } = await atTheDesk();
  const bare = await browser.open("/desk/following");
  expect(bare.html).not.toContain("Who has moved");
  world.moved.push({
    former: trusted.actor("https://old.example/centres/ally"),
    later: trusted.actor("https://new.example/centres/ally"),
    at: NOW - 60_000,
    left: ["ally", "vouched for"],
    handle: "@ally@new.example",
    name: "Ally <of> all",
  });
  const { html } = await browser.open("/desk/following");
  for (const said of ["Ally &lt;of&gt; all", "https://old.example/centres/ally", "https://new.example/centres/ally"])
    expect(html).toContain(said);
  expect(html).toContain("The alliance with them has ended.");
  expect(html).toContain("Others vouched for their former address.");
  expect(html).toContain('href="/desk/allies"');
});
