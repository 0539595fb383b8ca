import {
  hundredths,
  stateOf,
  trusted,
  type Call,
  type PledgeLine,
  type ReceivedCallLine,
  type StoredObject,
} from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, NOW } from "../testing/fixtures.ts";
import { pledgesPath } from "./pledges-path.ts";

const ALLY = trusted.actor("https://a.example/centres/ally");

async function atTheDesk(name = "mina") {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser };
}

const people = (number: number) => ({ quantity: hundredths(number * 100), unit: "people", type: "legal" }) as const;
const common = {
  urgency: "immediate",
  severity: "severe",
  certainty: "observed",
  exercise: false,
  status: "open",
} as const;

/** For three lawyers. */
const ours: Call = {
  ...common,
  id: trusted.object("https://hall.example/calls/1"),
  centre: centre.id,
  text: centre.name,
  expires: NOW * 2,
  needs: [
    {
      ...people(3),
      id: trusted.object("https://hall.example/calls/1/needs/1"),
      number: 1,
      name: centre.name,
      available: hundredths(300),
    },
  ],
  audience: { type: "public" },
  regions: [],
  sectors: [],
  recognisable: false,
  published: NOW,
  told: NOW,
  log: [],
};

const line = (name: string, more: Partial<PledgeLine> = {}): PledgeLine => ({
  ...people(2),
  id: trusted.activity(`https://a.example/pledges/${name}`),
  call: ours.id,
  need: trusted.object(`${ours.id}/needs/1`),
  intent: trusted.object(`${ours.id}/needs/1#primary`),
  pledger: ALLY,
  caller: centre.id,
  offered: NOW,
  side: "theirs",
  apart: false,
  log: [],
  peer: ALLY,
  peerName: "Ally <of> all",
  peerHandle: "@ally@a.example",
  ...more,
});

/** The same, of the ally's; one of them has been found. */
function theirs(): ReceivedCallLine {
  const id = trusted.object("https://a.example/calls/1");
  const need = trusted.object(`${id}/needs/1`);
  const needs = [
    {
      ...people(3),
      id: need,
      intent: trusted.object(`${need}#primary`),
      name: centre.name,
      available: hundredths(200),
      until: NOW * 2,
    },
  ];
  const object: StoredObject = {
    id,
    kind: "call",
    type: "Note",
    attributedTo: ALLY,
    published: NOW,
    language: "en",
    text: "Help",
    document: "{}",
    local: false,
    reach: "public",
  };
  const from = { from: ALLY, fromName: "Ally <of> all", fromHandle: "@ally@a.example" };
  const item = { object, ...from, reason: "followed", received: NOW } as const;
  return { call: { ...common, id, from: ALLY, expires: NOW * 2, needs, published: NOW }, item };
}

describe("offers for our call", () => {
  test("stand under their need, with what is missing, what is too much, and how it went at each ally", async () => {
    const { browser, world } = await atTheDesk();
    world.calls = [ours];
    world.pledges = [line("1"), line("2", { quantity: hundredths(200) }), line("3", { apart: true })];
    world.responses = [
      {
        actor: ALLY,
        name: "Ally",
        handle: "@ally@a.example",
        delivery: "done",
        acknowledged: NOW,
        pledges: ["offered"],
      },
    ];
    const page = await browser.open(pledgesPath(ours.id));
    expect(page.status).toBe(200);
    expect(page.html).toContain("Still missing: 3 of 3");
    expect(page.html).toContain("That is 1 more than is missing");
    expect(page.html).toContain("Ally &lt;of&gt; all");
    expect(page.html).toContain("One more offer waits apart");
    expect(page.html).not.toContain(line("3").id);
    expect(page.html).toContain("A person has seen it");
  });

  test("are accepted in part, with the digits of any script, and declined", async () => {
    const { browser, world } = await atTheDesk();
    world.calls = [ours];
    world.pledges = [line("1")];
    const path = "/desk/pledges/answer";
    const after = await browser.submit(await browser.open(pledgesPath(ours.id)), path, {
      quantity: " ١ ",
      deed: "accept",
    });
    expect(after.html).toContain("Accepted: 1");
    expect(world.pledges.map(stateOf)).toEqual(["accepted"]);
    const done = await browser.submit(after, path, { deed: "fulfil" });
    expect(done.html).toContain("Has come about");
    world.pledges = [line("1")];
    await browser.submit(await browser.open(pledgesPath(ours.id)), path, { deed: "decline" });
    expect(world.pledges.map(stateOf)).toEqual(["declined"]);
  });

  test.each(["0", "-1", "many", "1e3", "1.5", "9"])(
    "%j is refused at its box, and nothing typed is lost",
    async (quantity) => {
      const { browser, world } = await atTheDesk();
      world.calls = [ours];
      world.pledges = [line("1")];
      const form = await browser.open(pledgesPath(ours.id));
      const page = await browser.submit(form, "/desk/pledges/answer", { quantity, text: "At nine.", deed: "accept" });
      expect(page.status).toBe(422);
      expect(page.html).toContain('id="f-quantity-error"');
      expect(page.html).toContain("At nine.");
      expect(world.pledges.map(stateOf)).toEqual(["offered"]);
    },
  );
});

describe("somebody's call", () => {
  test("can be answered, and what we promised stands there until it is taken back", async () => {
    const { browser, world } = await atTheDesk();
    const received = theirs();
    world.receivedCalls = [received];
    const form = await browser.open(pledgesPath(received.call.id));
    expect(form.html).toContain("Still missing: 2 of 3");
    const made = await browser.submit(form, "/desk/pledges/offer", { quantity: "2", text: "Two of us." });
    expect(made.html).toContain("The other side is told");
    world.pledges = [line("1", { side: "ours", call: received.call.id })];
    const page = await browser.open(pledgesPath(received.call.id));
    await browser.submit(page, "/desk/pledges/withdraw", {});
    expect(world.pledges.map(stateOf)).toEqual(["withdrawn"]);
  });

  test("is said to have been seen by one press of a button", async () => {
    const { browser, world } = await atTheDesk();
    const received = theirs();
    world.receivedCalls = [received];
    const page = await browser.submit(await browser.open(pledgesPath(received.call.id)), "/desk/pledges/seen", {});
    expect(page.html).toContain("You told them that it has been seen");
    expect([...world.seen.keys()]).toEqual([received.call.id]);
  });

  test("of which nothing is known is nowhere", async () => {
    const { browser } = await atTheDesk();
    expect((await browser.open(pledgesPath(theirs().call.id))).status).toBe(404);
    expect((await browser.open("/desk/pledges")).status).toBe(404);
  });
});
