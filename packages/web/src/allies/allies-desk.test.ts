import { gridOf, plainDate, trusted, type AllyGrid, type AllyLine, type AllyRefused } from "@commonhall/domain";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, entriesOf, formOf, type Opened } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, NOW } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { readerOf } from "../words/reader.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";
import { allyRefusal } from "./ally-refused.ts";

async function atTheDesk(name = "mina") {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser };
}

const PEER = "https://ally.example/centres/ally";
const UNTIL = plainDate("2027-06-30") ?? expect.fail();
const everything: AllyGrid = gridOf(() => ({ send: true, accept: true, passOn: true }));
const callsOnly: AllyGrid = gridOf((kind) => ({ send: kind === "calls", accept: kind === "calls", passOn: false }));

const line = (more: Partial<AllyLine> = {}): AllyLine => ({
  peer: trusted.actor(PEER),
  offer: trusted.activity("https://ally.example/activities/1"),
  relationship: trusted.object("https://ally.example/alliances/1"),
  offeredBy: "them",
  offered: NOW - 60_000,
  state: "accepted",
  terms: { grid: callsOnly },
  policy: callsOnly,
  since: NOW - 60_000,
  apart: false,
  name: "Ally <of> all",
  handle: "@ally@ally.example",
  ...more,
});

const formsOf = ({ html }: Opened): readonly string[] =>
  [...html.matchAll(/<form method="post" action="([^"?]*)/g)].map(([, action = ""]) => action);

/** The boxes that are ticked in a form. */
const ticked = (page: Opened, action: string): readonly string[] =>
  formOf(page, action).entries.flatMap(([name, value]) =>
    /^(?:send|accept|passOn)\./.test(name) && value === "yes" ? [name] : [],
  );

describe("an offer of theirs", () => {
  const offer = line({ state: "received", terms: { grid: everything, until: UNTIL, purpose: "For <early> warning." } });

  test("stands with its terms, its reason and the digits of both keys, and is accepted by a person", async () => {
    const { browser, world } = await atTheDesk();
    world.allies = [offer];
    world.vouching.set(PEER, { level: "centre only", vouches: [], isAlly: false, fingerprint: "11111 22222" });
    world.vouching.set(centre.id, { level: "centre only", vouches: [], isAlly: false, fingerprint: "33333 44444" });
    const page = await browser.open("/desk/allies");
    const { text } = readHtml(page.html);
    expect(text).toMatch(
      /They ask to be allies[\s\S]*until 30 June 2027[\s\S]*Ally <of> all[\s\S]*For <early> warning\./,
    );
    expect(text).toMatch(/Solidarity calls\s*yes\s*yes\s*yes/);
    expect(text).toMatch(/11111 22222[\s\S]*Your own key[\s\S]*33333 44444/);
    const after = await browser.submit(page, "/desk/allies/accept");
    expect(world.done).toEqual([`accept ${PEER}`]);
    expect(after.html).toContain("You are allies now");
  });

  test("is declined", async () => {
    const { browser, world } = await atTheDesk();
    world.allies = [offer];
    const after = await browser.submit(await browser.open("/desk/allies"), "/desk/allies/decline");
    expect(world.done).toEqual([`decline ${PEER}`]);
    expect(after.html).toContain("Declined, and they are told.");
  });

  test("of a stranger waits apart: it is counted, and cannot be answered before it is let in", async () => {
    const { browser, world } = await atTheDesk();
    world.allies = [{ ...offer, apart: true }];
    const page = await browser.open("/desk/allies");
    expect(page.html).toContain('href="/desk/apart"');
    expect(page.html).toContain("A stranger offers to be allies.");
    expect(page.html).not.toContain("early");
    expect(formsOf(page)).not.toContain("/desk/allies/accept");
    expect((await browser.open("/desk")).html).not.toContain("asks to be allies");
  });

  test("that is not there any more says so", async () => {
    const { browser, world } = await atTheDesk();
    world.allies = [offer];
    const page = await browser.open("/desk/allies");
    world.allyRefused = { type: "nothing to answer", address: PEER };
    const after = await browser.submit(page, "/desk/allies/accept");
    expect([after.status, world.done]).toEqual([422, []]);
    expect(after.html).toContain("This offer does not wait any more.");
  });

  test("is counted on the first page of the desk, for those who may answer", async () => {
    for (const [name, counted] of [
      ["mina", true],
      ["audit", false],
    ] as const) {
      const { browser, world } = await atTheDesk(name);
      world.allies = [offer, line()];
      expect((await browser.open("/desk")).html.includes("A centre asks to be allies")).toBe(counted);
    }
  });
});

describe("an offer of ours", () => {
  const fill = { address: " @ally@ally.example ", until: "٢٠٢٧-٠٦-٣٠", purpose: "For early warning." };

  test("has the terms that were ticked, and everything between the two where nobody ticks", async () => {
    const { browser, world } = await atTheDesk();
    const page = await browser.open("/desk/allies");
    expect(ticked(page, "/desk/allies")).toEqual(
      ["campaigns", "calls", "bulletins"].flatMap((kind) => [`send.${kind}`, `accept.${kind}`]),
    );
    await browser.send("/desk/allies", [
      ...formOf(page, "/desk/allies").entries.filter(([name]) => name === "csrf"),
      ...Object.entries(fill),
      ["send.calls", "yes"],
      ["passOn.calls", "yes"],
    ]);
    const cell = { send: false, accept: false, passOn: false };
    const grid = { campaigns: cell, calls: { send: true, accept: false, passOn: true }, bulletins: cell };
    const terms = JSON.stringify({ grid, until: UNTIL, purpose: "For early warning." });
    expect(world.done).toEqual([`offer @ally@ally.example ${terms}`]);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["a day that is none", { until: "soon" }, "This is no day."],
    ["a day that has gone by", { until: "2020-01-01" }, "That day has gone by."],
    ["too many words", { purpose: "x".repeat(1001) }, "This is too long."],
  ])("with %s says why, and keeps what was typed and ticked", async (_, wrong, sentence) => {
    const { browser, world } = await atTheDesk();
    const page = await browser.open("/desk/allies");
    const typed = { ...fill, until: "", ...wrong };
    const back = await browser.submit(page, "/desk/allies", { ...typed, "passOn.calls": "yes" });
    expect(back.status).toBe(422);
    expect(back.html).toContain(sentence);
    const kept = Object.fromEntries(formOf(back, "/desk/allies").entries);
    expect(kept).toMatchObject({ ...typed, address: fill.address, "passOn.calls": "yes", "send.calls": "yes" });
    expect(back.html).toMatch(/<details open><summary>Offer to be allies/);
    expect(world.done).toEqual([]);
  });

  test("of nothing at all says so, and nothing is ticked by itself", async () => {
    const { browser, world } = await atTheDesk();
    const page = await browser.open("/desk/allies");
    const csrf = formOf(page, "/desk/allies").entries.filter(([name]) => name === "csrf");
    const back = await browser.send("/desk/allies", [...csrf, ["address", "@ally@ally.example"]]);
    expect(back.html).toContain("Neither of you would send the other anything.");
    expect(ticked(back, "/desk/allies")).toEqual([]);
    expect(world.done).toEqual([]);
  });

  test("to whatever was typed comes back with it", async () => {
    const { browser, world } = await atTheDesk();
    world.allyRefused = { type: "not an address", address: "x" };
    const page = await browser.open("/desk/allies");
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (address) => {
        const back = await browser.submit(page, "/desk/allies", { address });
        expect(back.status).toBe(422);
        const kept = Object.fromEntries(formOf(back, "/desk/allies").entries);
        expect(kept["address"]).toBe(address.replaceAll("\r\n", "\n"));
        expect(back.html).toContain('id="f-address-error"');
        expect(() => readHtml(back.html)).not.toThrow();
      }),
      { numRuns: 20 },
    );
  });

  test("that nobody has answered is taken back, after a page that says so", async () => {
    const { browser, world } = await atTheDesk();
    world.allies = [line({ state: "offered", offeredBy: "us" })];
    const list = await browser.open("/desk/allies");
    const [, href = ""] = /href="(\/desk\/allies\/end\?[^"]*)"/.exec(list.html) ?? [];
    const page = await browser.open(href.replaceAll("&amp;", "&"));
    expect(readHtml(page.html).text).toContain("Take back the offer to Ally <of> all?");
    expect(page.html).not.toContain("purge");
    await browser.submit(page, "/desk/allies/end");
    expect(world.done).toEqual([`end ${PEER}`]);
  });
});

describe("an ally", () => {
  const terms = { grid: callsOnly };

  test("is sent what is ticked within the terms, and nothing else can be", async () => {
    const { browser, world } = await atTheDesk();
    world.allies = [line({ terms })];
    const page = await browser.open("/desk/allies");
    expect(ticked(page, "/desk/allies/allow")).toEqual(["send.calls", "accept.calls"]);
    const boxes = entriesOf(page.html.replaceAll(/type="checkbox"/g, 'type="text"')).map(([name]) => name);
    expect(boxes.filter((name) => name === "send.bulletins")).toHaveLength(1);
    expect(readHtml(page.html).text).toContain("not agreed");
    const csrf = formOf(page, "/desk/allies/allow").entries.filter(([name]) => name === "csrf" || name === "ally");
    await browser.send("/desk/allies/allow", [...csrf, ["accept.calls", "yes"], ["send.bulletins", "yes"]]);
    expect(world.done).toEqual([`allow ${PEER}`]);
    expect(world.allies[0]?.policy).toEqual(
      gridOf((kind) => ({ send: false, accept: kind === "calls", passOn: false })),
    );
  });

  test.each([
    [{}, `end ${PEER}`],
    [{ purge: "yes" }, `end and purge ${PEER}`],
  ])("is one no more after a page that says what that means (%o)", async (fill, done) => {
    const { browser, world } = await atTheDesk();
    world.allies = [line()];
    const page = await browser.open(`/desk/allies/end?ally=${encodeURIComponent(PEER)}`);
    expect(readHtml(page.html).text).toMatch(/Nothing more goes to them[\s\S]*deleted here within a day/);
    const after = await browser.submit(page, "/desk/allies/end", fill);
    expect(world.done).toEqual([done]);
    expect(after.html).toContain("It has ended, and they are told.");
    expect(after.html).toContain("Not any more");
  });

  test("that is none is no page of its own", async () => {
    const { browser } = await atTheDesk();
    const page = await browser.open("/desk/allies/end?ally=https%3A%2F%2Fnobody.example%2Fa");
    expect(page.html).toContain("Your centre has no ally yet.");
  });
});

describe("allies are managed by those who may", () => {
  test.each(["hala", "case", "prop", "appr", "audit"])("and %s may not, nor sees who they are", async (name) => {
    const { browser, world } = await atTheDesk(name);
    world.allies = [line(), line({ state: "received" })];
    const session = [...world.sessions.values()][0];
    for (const page of [
      await browser.open("/desk/allies"),
      await browser.open(`/desk/allies/end?ally=${encodeURIComponent(PEER)}`),
      await browser.send("/desk/allies/accept", [
        ["csrf", session?.csrf ?? ""],
        ["ally", PEER],
      ]),
      await browser.send("/desk/allies/end", [
        ["csrf", session?.csrf ?? ""],
        ["ally", PEER],
      ]),
    ]) {
      expect(page.status).toBe(403);
      expect(page.html).not.toMatch(/@ally|Ally &lt;of/);
    }
    expect(world.done).toEqual([]);
    expect((await browser.open("/desk")).html).not.toContain('href="/desk/allies"');
  });
});

describe("every refusal", () => {
  const address = "@a@b.example";
  const REFUSALS: Readonly<Record<AllyRefused["type"], AllyRefused>> = {
    "no centre yet": { type: "no centre yet" },
    "not an address": { type: "not an address", address },
    "not found": { type: "not found", address, detail: "404" },
    unreachable: { type: "unreachable", host: "b.example", detail: "ECONNREFUSED" },
    "refused domain": { type: "refused domain", host: "b.example" },
    ourselves: { type: "ourselves" },
    "not a centre": { type: "not a centre", address },
    "no inbox of its own": { type: "no inbox of its own", address },
    "allies already": { type: "allies already", address },
    "nothing to answer": { type: "nothing to answer", address },
    "offer over": { type: "offer over", until: UNTIL },
    "nothing to end": { type: "nothing to end", address },
    "nothing is shared": { type: "nothing is shared" },
    "last day in the past": { type: "last day in the past", until: UNTIL, today: UNTIL },
    "purpose too long": { type: "purpose too long", characters: 1001 },
  };

  test.each(INTERFACE_LANGUAGES)("has its sentence in %s, without the words of machines", (language) => {
    const reader = readerOf({ url: `/desk?lang=${language}` }, centre);
    const sentences = Object.values(REFUSALS).map((why) => allyRefusal(reader, why).message);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).not.toMatch(/404|ECONN|undefined|\{|1001/);
  });
});

test("allies have their pages in every language", async () => {
  const { browser, world } = await atTheDesk();
  world.allies = [
    line(),
    line({ peer: trusted.actor("https://b.example/b"), state: "received", terms: { grid: everything, until: UNTIL } }),
    line({ peer: trusted.actor("https://c.example/c"), state: "received", apart: true }),
    line({ peer: trusted.actor("https://d.example/d"), state: "offered" }),
    line({ peer: trusted.actor("https://e.example/e"), state: "ended" }),
  ];
  for (const language of INTERFACE_LANGUAGES) {
    for (const path of ["/desk/allies?", `/desk/allies/end?ally=${encodeURIComponent(PEER)}&`]) {
      const { html, status } = await browser.open(`${path}lang=${language}`);
      expect(status).toBe(200);
      expect(() => readHtml(html)).not.toThrow();
    }
  }
});
