import {
  trusted,
  type ActorId,
  type AllianceMember,
  type CharterTerms,
  type KnownCharters,
  type TimelineItem,
} from "@commonhall/domain";
import {
  everything as all,
  founded,
  leaveOf,
  memberAt,
  said,
  signed,
  someTerms,
  successor,
} from "@commonhall/domain/testing";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, NOW } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";

const us: AllianceMember = { id: centre.id, key: memberAt(9).key };
const [ana, bo] = [memberAt(1), memberAt(2)];
const members = [us, ana, bo].sort((a, b) => (a.id < b.id ? -1 : 1));

const begin = (more: Partial<CharterTerms> = {}) => founded(someTerms(members, { public: true, ...more }));
const first = begin();
const inForce = signed(first, members);
const path = `/alliances/${first.hash}`;

/** Something that has arrived here. */
function arrived(from: ActorId, text: string, reach: "public" | "limited"): TimelineItem {
  const id = trusted.object(`${new URL(from).origin}/posts/${text}`);
  const document = JSON.stringify({ id, type: "Note", attributedTo: from, content: `<p>${text}</p>` });
  const about = { kind: "post", type: "Note", attributedTo: from, published: NOW, language: "en" } as const;
  const object = { ...about, id, text, document, local: false, reach };
  return { object, from, fromName: "Hall of Ana", fromHandle: "@ana@c001.example", reason: "followed", received: NOW };
}

function visitors(known: KnownCharters) {
  const made = deskPorts();
  made.world.alliances.set(first.alliance, known);
  made.world.us = us;
  made.world.memberNames.set(ana.id, { name: "Hall of Ana", shows: true });
  made.world.timeline = [
    arrived(ana.id, "said-to-all", "public"),
    arrived(ana.id, "said-to-members", "limited"),
    arrived(memberAt(7).id, "said-by-a-stranger", "public"),
  ];
  return { ...made, browser: new Browser(createWeb(made.ports)) };
}

describe("an alliance that wants to be known", () => {
  test("shows who is in it, and what they publish for everybody side by side, and nothing else", async () => {
    const { browser } = visitors(inForce);
    for (const address of [path, `${path}.atom`, `${path}.rss`, `${path}.json`]) {
      const page = await browser.open(address);
      expect(page.status, address).toBe(200);
      expect(page.html, address).toContain("said-to-all");
      expect(page.html, address).toContain("Hall of Ana");
      expect(page.html, address).not.toMatch(/said-to-members|said-by-a-stranger/);
    }
    const { html } = await browser.open(path);
    expect(readHtml(html).text).toMatch(/Domestic workers of the harbour cities[\s\S]*Pay what you owe/);
  });

  test("shows as much to everybody, however much arrives that is not for everybody", async () => {
    const { browser, world } = visitors(inForce);
    const look = async () =>
      Promise.all(["", ".atom", ".rss", ".json"].map(async (ending) => (await browser.open(path + ending)).html));
    const before = await look();
    const secrets = Array.from({ length: 40 }, (_, at) => arrived(ana.id, `secret-${at}`, "limited"));
    world.timeline = [...secrets, ...world.timeline];
    expect(await look()).toEqual(before);
  });

  test("tells programs what members have withdrawn, and nothing of what was never for everybody", async () => {
    const { browser, world } = visitors(inForce);
    const gone = (path: string, reach: "public" | "limited") =>
      ({ id: trusted.object(new URL(path, ana.id).href), deleted: NOW, reach }) as const;
    world.tombstones = [gone("/bulletins/taken-back", "public"), gone("/bulletins/for-allies", "limited")];
    const { html } = await browser.open(`${path}.atom`);
    expect(html).toMatch(/deleted-entry ref="[^"]*\/bulletins\/taken-back"/);
    expect(html).not.toContain("for-allies");
  });

  test("has its page in every language", async () => {
    const { browser } = visitors(inForce);
    for (const language of INTERFACE_LANGUAGES) {
      const page = await browser.open(`${path}?lang=${language}`);
      expect(page.status).toBe(200);
      expect(() => readHtml(page.html)).not.toThrow();
    }
  });
});

const keptToItself = successor(inForce, { public: false });
const shown = successor(inForce, { members: [us, ana] });

test.each<[string, KnownCharters]>([
  ["keeps to itself", signed(founded(someTerms(members)), members)],
  ["has come to keep to itself", all(inForce, signed(keptToItself, members))],
  ["is not in force yet", signed(first, [ana])],
  ["we have left", all(inForce, said({ leaves: [leaveOf(first, us)] }))],
  ["we were removed from", all(inForce, signed(successor(inForce, { members: [ana, bo] }), [ana, bo]))],
  ["keeps to itself in one of two versions", all(inForce, signed(keptToItself, [us, bo]), signed(shown, [us, ana]))],
])("of an alliance that %s there is nothing, as of one that does not exist", async (_, known) => {
  const { browser } = visitors(known);
  const nothing = await browser.open(`/alliances/${"0".repeat(64)}`);
  expect(nothing.status).toBe(404);
  const [version] = known.versions;
  for (const ending of ["", ".atom", ".rss", ".json"]) {
    const page = await browser.open(`/alliances/${version?.hash}${ending}`);
    // But for the address that was asked for, which the page leads back to.
    const html = page.html.replaceAll(page.path, nothing.path);
    expect([page.status, html]).toEqual([404, nothing.html]);
  }
});

test("of an alliance that a stranger asks us into there is nothing either", async () => {
  const { browser, world } = visitors(inForce);
  world.alliancesApart.add(first.alliance);
  expect((await browser.open(path)).status).toBe(404);
});
