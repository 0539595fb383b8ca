import {
  trusted,
  type AllianceMember,
  type AllianceRefused,
  type CharterTerms,
  type KnownCharters,
  type PlainDate,
} from "@commonhall/domain";
import {
  ENGLISH,
  everything as all,
  founded,
  leaveOf,
  memberAt,
  said,
  signed,
  someTerms,
  standing,
  successor,
} from "@commonhall/domain/testing";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { readerOf } from "../words/reader.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";
import { allianceRefusal } from "./alliance-refused.ts";

const us: AllianceMember = { id: centre.id, key: memberAt(9).key };
const [ana, bo] = [memberAt(1), memberAt(2)];
const members = [us, ana, bo].sort((a, b) => (a.id < b.id ? -1 : 1));

async function atTheDesk(known: KnownCharters, name = "mina") {
  const made = deskPorts();
  const [first] = known.versions;
  if (first !== undefined) made.world.alliances.set(first.alliance, known);
  made.world.us = us;
  made.world.memberNames.set(ana.id, { name: "Hall of Ana", shows: true });
  made.world.memberNames.set(bo.id, { name: "Hall of Bo", shows: true });
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser, path: `/desk/alliances/${first?.hash ?? ""}` };
}

const begin = (more: Partial<CharterTerms> = {}) => founded(someTerms(members, more));
const first = begin();
const inForce = signed(first, members);

describe("alliances of many", () => {
  test("stand in a list, with what waits for a signature; what a stranger asks does not", async () => {
    const { browser, world } = await atTheDesk(signed(first, [ana]));
    const page = await browser.open("/desk/alliances");
    expect(readHtml(page.html).text).toMatch(
      /Domestic workers of the harbour cities[\s\S]*Not everybody has signed yet/,
    );
    expect(page.html).toContain("One version waits for your signature");
    world.alliancesApart.add(first.alliance);
    expect((await browser.open("/desk/alliances")).html).not.toContain("harbour cities");
  });

  test("are only looked at by those who may not manage them", async () => {
    const { browser, path } = await atTheDesk(signed(first, [ana]), "audit");
    const page = await browser.open(path);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain(`${path}/sign`);
    expect((await browser.open(`${path}/sign/${first.hash}`)).status).toBe(403);
  });

  test("are founded by a form that keeps what was typed where it is wrong", async () => {
    const { browser, world } = await atTheDesk(inForce);
    const form = await browser.open("/desk/alliances/found");
    const wrong = await browser.submit(form, "/desk/alliances/found", {
      members: "@hall@c001.example",
      retention: "x",
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain("Give a number of days from 1 to 3650, or none.");
    expect(wrong.html).toContain("Give the last day.");
    expect(Object.fromEntries(formOf(wrong, "/desk/alliances/found").entries)["members"]).toBe("@hall@c001.example");
    await browser.submit(wrong, "/desk/alliances/found", {
      "name.en": "Two halls",
      "purpose.en": "To answer each other.",
      members: " @hall@c001.example \n\n@hall@c002.example",
      "kind.calls": "some",
      "senders.calls": "@hall@c001.example",
      "pass-on.calls": "yes",
      "kind.campaigns": "nobody",
      retention: "٩٠",
      until: "2027-11-22",
    });
    expect(world.done).toEqual(["found"]);
    expect(world.drafts).toEqual([
      {
        name: { en: "Two halls" },
        purpose: { en: "To answer each other." },
        public: false,
        members: ["@hall@c001.example", "@hall@c002.example"],
        terms: { kinds: { calls: { from: ["@hall@c001.example"], passOn: true } }, retention: 90 },
        until: "2027-11-22",
      },
    ]);
  });
});

test("a choice of readers offers the alliances that one is a member of, and no other", async () => {
  const offered = async (known: KnownCharters, at = "/desk/write/call") => {
    const { browser } = await atTheDesk(known);
    return (await browser.open(at)).html.includes(`alliance:${first.alliance}`);
  };
  expect(await offered(inForce)).toBe(true);
  expect(await offered(signed(first, [ana]))).toBe(false);
  expect(await offered(all(inForce, said({ leaves: [leaveOf(first, us)] })))).toBe(false);
  const without = successor(inForce, { members: [ana, bo] });
  expect(await offered(all(inForce, signed(without, [ana, bo])))).toBe(false);
  const over = begin({ until: "2026-01-01" as PlainDate });
  const { browser } = await atTheDesk(signed(over, members));
  expect((await browser.open("/desk/write/call")).html).not.toContain(`alliance:${over.alliance}`);
});

test("the first page at the desk counts the alliances that wait for a signature, for those who may sign", async () => {
  const waiting = signed(first, [ana]);
  expect((await (await atTheDesk(waiting)).browser.open("/desk")).html).toContain(
    "An alliance waits for your signature",
  );
  expect((await (await atTheDesk(waiting, "audit")).browser.open("/desk")).html).not.toContain("waits for your");
  expect((await (await atTheDesk(inForce)).browser.open("/desk")).html).not.toContain("waits for your");
});

describe("an alliance's page", () => {
  test("shows what has been agreed on, who has signed it, and the digits of every key", async () => {
    const { browser, path, world } = await atTheDesk(inForce);
    const { text } = readHtml((await browser.open(path)).html);
    expect(text).toMatch(/Solidarity calls: all members send them; may not be passed on/);
    expect(text).toMatch(/Hall of Ana[\s\S]*has signed/);
    expect(text).toContain("its members alone");
    world.memberNames.set(ana.id, { name: "Hall of Ana", shows: false });
    world.memberNames.set(bo.id, { name: "Hall of Bo", shows: undefined });
    const { html } = await browser.open(path);
    expect(html).toContain("Its server shows another key than the charter names.");
    expect(html).toContain("Its server has not been reached yet.");
  });

  test("shows what would change, sentence by sentence, and leads to a page that says what one signs", async () => {
    const next = successor(inForce, { members: [us, ana, memberAt(5)], name: { [ENGLISH]: "Another name" } });
    const { browser, path, world } = await atTheDesk(all(inForce, signed(next, [ana])));
    const page = await browser.open(path);
    const { text } = readHtml(page.html);
    expect(text).toContain("Hall of Bo is removed.");
    expect(text).toContain("Another name: Another name");
    expect(text).toContain("1 of 2 signatures of members");
    expect(text).toMatch(/Still to sign[\s\S]*c005\.example/);
    const sign = await browser.open(`${path}/sign/${next.hash}`);
    expect(sign.html).toContain(next.hash);
    expect(readHtml(sign.html).text).toContain("A signature cannot be taken back.");
    const after = await browser.submit(sign, `${path}/sign/${next.hash}`);
    expect(world.done).toEqual([`sign ${next.hash}`]);
    expect(after.html).toContain("You have signed it, and the others are told.");
  });

  test("says where one has signed another for the same place, and where one cannot sign", async () => {
    const [one, other] = [successor(inForce, { public: true }), successor(inForce, { members: [us, ana] })];
    const { browser, path } = await atTheDesk(all(inForce, signed(one, [us]), signed(other, [bo])));
    expect((await browser.open(`${path}/sign/${other.hash}`)).html).toContain("either is fine for you");
    const signedAlready = await browser.open(`${path}/sign/${one.hash}`);
    expect(signedAlready.html).toContain("You have signed it already.");
    expect(signedAlready.html).not.toContain('action="/desk/alliances');
    expect((await browser.open(`${path}/sign/${"0".repeat(64)}`)).status).toBe(404);
  });

  test("shows two versions in one place plainly, and that what is sent goes only to those in both", async () => {
    const [one, other] = [successor(inForce, { members: [us, ana] }), successor(inForce, { members: [us, bo] })];
    const known = all(inForce, signed(one, [us, ana]), signed(other, [us, bo]));
    const { browser, path } = await atTheDesk(known);
    const { html } = await browser.open(path);
    expect(html).toContain("Two versions after the same one have enough signatures.");
    expect(html).toContain("Propose what settles it");
    const propose = await browser.open(`${path}/propose`);
    expect(propose.html).toContain("the other one is given up");
  });

  test("says that a branch binds us which we have signed, though others have settled it", async () => {
    const four = [...members, memberAt(3)].sort((a, b) => (a.id < b.id ? -1 : 1));
    const ground = founded(someTerms(four));
    const known = signed(ground, four);
    const holds = successor(known, { name: { [ENGLISH]: "Holds" } });
    const lost = successor(known, { members: [us, bo, memberAt(3)] });
    const forked = all(known, signed(holds, [ana, bo, memberAt(3)]), signed(lost, [us, bo, memberAt(3)]));
    const first = standing(forked).current.hash === holds.hash ? [ana, bo, memberAt(3)] : [us, bo, memberAt(3)];
    const settled = all(forked, signed(successor(forked, {}), first));
    const { browser, path } = await atTheDesk(settled);
    const { html } = await browser.open(path);
    const isBound = standing(forked).current.hash === holds.hash;
    expect(html.includes("nothing of the one that holds")).toBe(isBound);
  });
});

describe("changing an alliance", () => {
  test("begins with what is in force, without who has left, and asks for what was typed", async () => {
    const known = all(inForce, said({ leaves: [leaveOf(first, bo)] }));
    const { browser, path, world } = await atTheDesk(known);
    const page = await browser.open(`${path}/propose`);
    expect(readHtml(page.html).text).toContain("Takes note that Hall of Bo has left.");
    const fields = Object.fromEntries(formOf(page, `${path}/propose`).entries);
    expect(fields["members"]?.split("\n")).toHaveLength(2);
    await browser.submit(page, `${path}/propose`, { "name.en": "Another name" });
    expect(world.drafts).toMatchObject([{ name: { en: "Another name" }, until: first.charter.until }]);
    expect(world.done).toEqual([`propose ${first.alliance}`]);
  });

  test("by leaving it says first what that means", async () => {
    const { browser, path, world } = await atTheDesk(inForce);
    const page = await browser.open(`${path}/leave`);
    expect(readHtml(page.html).text).toContain("You leave at once and ask nobody.");
    const after = await browser.submit(page, `${path}/leave`);
    expect(world.done).toEqual([`leave ${first.alliance}`]);
    expect(after.html).toContain("You have left the alliance.");
  });
});

describe("every refusal", () => {
  const REFUSALS: Readonly<Record<AllianceRefused["type"], AllianceRefused>> = {
    "no centre yet": { type: "no centre yet" },
    "not found": { type: "not found", id: "x" },
    "member not found": { type: "member not found", address: "@a@b.example", detail: "404" },
    "member without key": { type: "member without key", address: "@a@b.example" },
    "refused domain": { type: "refused domain", host: "b.example" },
    alone: { type: "alone" },
    unfit: { type: "unfit", why: { type: "same server twice", member: ana.id, other: bo.id } },
    "too large": { type: "too large", bytes: 99_999, limit: 30_000 },
    "ends in the past": { type: "ends in the past" },
    "nothing changed": { type: "nothing changed" },
    "not founded yet": { type: "not founded yet" },
    "not a member": { type: "not a member" },
    several: { type: "several", versions: [] },
    "nothing to sign": { type: "nothing to sign" },
    "cannot sign": { type: "cannot sign", why: "overtaken" },
    "key not shown": { type: "key not shown", member: trusted.actor("https://b.example/centres/b") },
  };

  test.each(INTERFACE_LANGUAGES)("has its sentence in %s, without the words of machines", (language) => {
    const reader = readerOf({ url: `/desk?lang=${language}` }, centre);
    const sentences = Object.values(REFUSALS).map((why) => allianceRefusal(reader, why).message);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).not.toMatch(/404|undefined|\{|99999/);
  });
});

test("an alliance has its pages in every language", async () => {
  const next = successor(inForce, {
    members: [us, ana, memberAt(5)],
    terms: { kinds: { bulletins: { from: [ana.id], passOn: true } } },
  });
  const known = all(inForce, signed(next, [ana]), said({ leaves: [leaveOf(first, bo)] }));
  const { browser, path } = await atTheDesk(known);
  for (const language of INTERFACE_LANGUAGES) {
    for (const page of [
      "/desk/alliances",
      "/desk/alliances/found",
      path,
      `${path}/propose`,
      `${path}/leave`,
      `${path}/sign/${next.hash}`,
    ]) {
      const { html, status } = await browser.open(`${page}?lang=${language}`);
      expect(status).toBe(200);
      expect(() => readHtml(html)).not.toThrow();
    }
  }
});
