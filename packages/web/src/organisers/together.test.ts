import {
  trusted,
  type ApartLine,
  type AttestationLine,
  type EndorsementLine,
  type JointCampaign,
  type TallyLine,
} from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre, everything, NOW, payUp } from "../testing/fixtures.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { memoryTogether, emptyTogether } from "../testing/memory-together.ts";
import { open } from "../testing/ask.ts";
import { readHtml } from "../testing/read-html.ts";

const ALLY = trusted.actor("https://ally.example/centres/ally");
const THEIRS = trusted.actor("https://ally.example/campaigns/theirs");
const offer = (name: string) => trusted.activity(`https://ally.example/activities/${name}`);
const WILD = "<b>Wild</b> & free";

async function atTheDesk(name = "mina") {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser };
}

const endorsement = (more: Partial<EndorsementLine> = {}): EndorsementLine => ({
  offer: offer("endorse"),
  endorsement: trusted.object("https://ally.example/endorsements/1"),
  endorser: ALLY,
  campaign: payUp.id,
  state: "offered",
  since: NOW - 60_000,
  unnamed: false,
  hidden: false,
  apart: false,
  peer: ALLY,
  handle: "@ally@ally.example",
  name: WILD,
  ...more,
});

const joint = (more: Partial<JointCampaign> = {}): JointCampaign => ({
  campaign: THEIRS,
  lead: ALLY,
  leadName: WILD,
  handle: "@theirs@ally.example",
  name: "Their campaign",
  document: "",
  state: "offered",
  invite: offer("invite"),
  since: NOW - 60_000,
  apart: false,
  ...more,
});

const attestation = (more: Partial<AttestationLine> = {}): AttestationLine => ({
  offer: offer("attest"),
  state: "offered",
  since: NOW - 60_000,
  jws: "a.b.c",
  apart: false,
  attestation: {
    jti: "1",
    issuer: ALLY,
    subject: centre.id,
    relation: "affiliate",
    issued: NOW - 60_000,
    expires: NOW + 86_400_000,
    regions: [],
    sectors: [],
    status: "https://ally.example/attestations/status",
  },
  peer: ALLY,
  handle: "@ally@ally.example",
  name: WILD,
  ...more,
});

describe("what strangers ask", () => {
  const waits: ApartLine = {
    kind: "endorsement",
    offer: offer("stranger"),
    from: ALLY,
    handle: "@ally@ally.example",
    name: WILD,
    about: payUp.id,
    since: NOW - 60_000,
  };

  test("waits on a page of its own, says that nobody vouches, and comes in by a person's hand alone", async () => {
    const { browser, world } = await atTheDesk();
    world.apart = [waits];
    const page = await browser.open("/desk/apart");
    expect(page.html).toContain("&lt;b&gt;Wild&lt;/b&gt;");
    expect(page.html).toContain("Nobody vouches for");
    expect(world.done).toEqual([]);
    const after = await browser.submit(page, "/desk/apart", {});
    expect(world.done).toEqual([`let in ${waits.offer}`]);
    expect(after.html).toContain("It stands at the desk now");
    expect((await browser.open("/desk/apart")).html).toContain("Nothing waits.");
    const again = await browser.submit(page, "/desk/apart", {});
    expect(again.status).toBe(422);
    expect(again.html).toContain("does not wait here any more");
  });

  test.each(["en", "es", "ar"])("of every kind is said in %s", async (language) => {
    const { browser, world } = await atTheDesk();
    world.apart = (["endorsement", "invitation", "attestation", "alliance", "pledge"] as const).map((kind) => ({
      ...waits,
      kind,
    }));
    const page = await browser.open(`/desk/apart?lang=${language}`);
    expect(page.status).toBe(200);
    expect(() => readHtml(page.html)).not.toThrow();
  });
});

describe("endorsements", () => {
  test("that wait are accepted at the campaign, then hidden, and taken off the list", async () => {
    const { browser, world } = await atTheDesk();
    world.endorsements = [endorsement()];
    const at = `/desk/campaigns/${payUp.handle}`;
    await browser.submit(await browser.open(at), `${at}/endorsements/accept`, {});
    await browser.submit(await browser.open(at), `${at}/endorsements/hide`, {});
    await browser.submit(await browser.open(at), `${at}/endorsements/show`, {});
    await browser.submit(await browser.open(at), `${at}/endorsements/decline`, {});
    expect(world.done.map((deed) => deed.split(" ")[0])).toEqual(["accept", "hide", "show", "decline"]);
  });

  test("stand on the campaign's page where the public may know of them, and nowhere else", async () => {
    const accepted = endorsement({ state: "accepted" });
    const shownOn = async (line: EndorsementLine) => {
      const { endorsements } = memoryTogether({ ...emptyTogether(), endorsements: [line], done: [] });
      const { ports } = memoryPorts(everything, { endorsements });
      const { html } = await open(createWeb(ports), `/campaigns/${payUp.handle}`);
      return html.includes("&lt;b&gt;Wild&lt;/b&gt;");
    };
    expect(await shownOn(accepted)).toBe(true);
    expect(await shownOn(endorsement())).toBe(false);
    expect(await shownOn({ ...accepted, hidden: true })).toBe(false);
    expect(await shownOn({ ...accepted, unnamed: true })).toBe(false);
  });

  test("of others are offered, with a name or without, and taken back", async () => {
    const { browser, world } = await atTheDesk();
    const page = await browser.open("/desk/together");
    await browser.submit(page, "/desk/together/endorse", { campaign: "@theirs@ally.example", unnamed: "yes" });
    expect(world.done).toEqual(["endorse @theirs@ally.example unnamed"]);
    const wrong = await browser.submit(page, "/desk/together/endorse", { campaign: "theirs" });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('id="f-campaign-error"');
    world.endorsements = [endorsement({ endorser: centre.id, campaign: THEIRS, peer: THEIRS, state: "accepted" })];
    await browser.submit(await browser.open("/desk/together"), "/desk/together/withdraw", {});
    expect(world.done[1]).toContain("withdraw");
  });
});

describe("campaigns of several", () => {
  test("an invitation is accepted, gone on with, and left", async () => {
    const { browser, world } = await atTheDesk();
    world.joint = [joint()];
    await browser.submit(await browser.open("/desk/together"), "/desk/together/accept", {});
    const page = await browser.open(`/desk/together/go-on?campaign=${encodeURIComponent(THEIRS)}`);
    expect(page.html).toContain("Their campaign");
    const wrong = await browser.submit(page, "/desk/together/go-on", { handle: "No Handle!" });
    expect(wrong.status).toBe(422);
    await browser.submit(page, "/desk/together/go-on", { handle: "onward" });
    await browser.submit(await browser.open("/desk/together"), "/desk/together/decline", {});
    expect(world.done).toEqual([
      `accept ${offer("invite")}`,
      `go on with ${THEIRS} as onward by mina`,
      `decline ${offer("invite")}`,
    ]);
  });

  test("nobody goes on with a campaign that we do not organise", async () => {
    const { browser, world } = await atTheDesk();
    world.joint = [joint()];
    const page = await browser.open(`/desk/together/go-on?campaign=${encodeURIComponent(THEIRS)}`);
    expect(page.html).not.toContain('name="handle"');
  });

  test("have a page of our own once we organise them, and not before", async () => {
    const at = "/campaigns/theirs%40ally.example";
    const pageFor = async (state: JointCampaign["state"]) => {
      const { organisers } = memoryTogether({ ...emptyTogether(), joint: [joint({ state })], done: [] });
      const { ports } = memoryPorts(everything, { organisers });
      return open(createWeb(ports), at);
    };
    const { status, html } = await pageFor("accepted");
    expect(status).toBe(200);
    expect(html).toContain("&lt;b&gt;Wild&lt;/b&gt;");
    for (const state of ["offered", "declined", "withdrawn"] as const) expect((await pageFor(state)).status).toBe(404);
  });

  test("the sum of those who took part never stands without its parts", async () => {
    const { browser, world } = await atTheDesk();
    const tally = (of: string, count: number): TallyLine => ({
      id: trusted.object(`https://${of}/tallies/1`),
      campaign: payUp.id,
      centre: trusted.actor(`https://${of}/centres/one`),
      count,
      at: NOW,
      document: "",
      name: of,
    });
    world.tallies = [tally("a.example", 40), tally("b.example", 2)];
    const { html } = await browser.open(`/desk/campaigns/${payUp.handle}`);
    for (const part of ["42", "40", "a.example", "b.example"]) expect(html).toContain(part);
  });
});

describe("attestations", () => {
  test("are given, revoked, accepted and given up", async () => {
    const { browser, world } = await atTheDesk();
    world.attestationsReceived = [attestation()];
    const page = await browser.open("/desk/attestations");
    await browser.submit(page, "/desk/attestations", { centre: "@new@ally.example", relation: "observer" });
    await browser.submit(page, "/desk/attestations/accept", {});
    await browser.submit(await browser.open("/desk/attestations"), "/desk/attestations/decline", {});
    world.attestationsGiven = [attestation({ state: "accepted" })];
    await browser.submit(await browser.open("/desk/attestations"), "/desk/attestations/revoke", {});
    expect(world.done).toEqual([
      "attest @new@ally.example as observer",
      `accept ${offer("attest")}`,
      `decline ${offer("attest")}`,
      `revoke ${ALLY}`,
    ]);
  });

  test("keep what was typed where the end is no day", async () => {
    const { browser, world } = await atTheDesk();
    const page = await browser.open("/desk/attestations");
    const wrong = await browser.submit(page, "/desk/attestations", { centre: "@new@ally.example", until: "soon" });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('id="f-until-error"');
    expect(wrong.html).toContain("@new@ally.example");
    expect(world.done).toEqual([]);
  });

  test("that are confirmed, old, revoked or run out are told apart", async () => {
    const { browser, world } = await atTheDesk();
    const states = ["confirmed", "unconfirmed", "revoked", "expired"] as const;
    const { attestation: word } = attestation();
    const vouch = { attestation: word, listed: true, revoked: false, checked: NOW, issuerName: WILD, counts: true };
    const stamps = new Set<string>();
    for (const state of states) {
      world.vouching.set(centre.id, { level: "centre only", vouches: [{ ...vouch, state }], isAlly: false });
      const { html } = await browser.open("/desk/attestations");
      stamps.add(/<b class="stamp">([^<]+)<\/b>/.exec(html)?.[1] ?? "");
    }
    expect([...stamps]).toEqual(["Confirmed", "Unconfirmed", "Revoked", "Expired"]);
  });
});
