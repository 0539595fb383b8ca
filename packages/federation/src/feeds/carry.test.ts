import {
  asActor,
  DAY,
  trusted,
  type AttestationRecord,
  type PostDraft,
  type Region,
  type Sector,
} from "@commonhall/domain";
import { ally, follow } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { en } from "../testing/calls.fixture.ts";
import { somebody, type Somebody } from "../testing/somebody.fixture.ts";
import { done, FEED, feedScene, pathOf, textIn, type FeedScene } from "./feed-scene.fixture.ts";

const CALIFORNIA: Pick<PostDraft, "regions" | "sectors"> = {
  regions: ["US-CA" as Region],
  sectors: ["isic4:F" as Sector],
};
const ours = (text: string, more: Partial<PostDraft> = {}): PostDraft => ({
  text: en(text),
  tags: [],
  ...CALIFORNIA,
  ...more,
});

async function followed(...names: readonly string[]): Promise<FeedScene> {
  const it = await feedScene();
  for (const name of names) await it.follows(name);
  await it.told();
  return it;
}

const announces = (told: readonly string[]) => told.filter((line) => line.startsWith("Announce"));

describe("what is published fits a feed that somebody follows", () => {
  test("and they are told once by each such feed, whoever published it", async () => {
    await using it = await followed(FEED, "us.any.any.en", "lb.any.any.any");
    const theirs = it.post("Twelve were arrested");
    await it.here.takesIn(it.ally.creates(theirs));
    await it.here.takesIn(it.ally.announces(theirs));
    await it.here.reads();
    const own = done(await it.here.federation.commands.publishPost(ours("We are on strike"), "first"));
    expect((await it.toldInShort()).toSorted()).toEqual(
      [theirs.id, own.id].flatMap((id) => [`Announce ${FEED} ${id}`, `Announce us.any.any.en ${id}`]).toSorted(),
    );
    expect(await it.outbox(FEED)).toHaveLength(2);
  });

  test("in a plain Announce of its id that every program reads", async () => {
    await using it = await followed(FEED);
    const theirs = it.post("Twelve were arrested");
    await it.here.takesIn(it.ally.creates(theirs));
    await it.here.reads();
    const [announce] = await it.told();
    expect(announce).toMatchObject({
      "@context": expect.arrayContaining(["https://www.w3.org/ns/activitystreams"]),
      type: "Announce",
      actor: it.feed(FEED),
      object: theirs.id,
      to: ["https://www.w3.org/ns/activitystreams#Public"],
      cc: [`${it.feed(FEED)}/followers`],
    });
  });

  test("and what it says anew moves it without a word", async () => {
    await using it = await followed(FEED, "lb.any.any.any");
    const theirs = it.post("Twelve were arrested");
    await it.here.takesIn(it.ally.creates(theirs));
    await it.here.reads();
    await it.told();
    it.here.clock.advance(5000);
    await it.here.takesIn(it.ally.updates(theirs, { regions: ["LB"] }));
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([]);
    expect([await it.outbox(FEED), await it.outbox("lb.any.any.any")]).toEqual([[], ["Twelve were arrested"]]);
  });

  test("and not again when it comes once more: to who follows since, or after it was forgotten here", async () => {
    await using it = await followed(FEED);
    const theirs = it.ally.proves(it.post("Twelve were arrested"));
    await it.here.takesIn(it.ally.creates(theirs));
    await it.here.reads();
    await it.follows("us.any.any.any");
    await it.here.takesIn(it.ally.announces(theirs));
    await it.here.reads();
    expect(announces(await it.toldInShort())).toEqual([`Announce ${FEED} ${theirs.id}`]);
    await it.here.store.direct.objects.forget([trusted.object(theirs.id)]);
    await it.here.takesIn(it.ally.announces(theirs));
    await it.here.reads();
    expect((await it.toldInShort()).filter((line) => line.includes(FEED))).toEqual([]);
    expect(await it.outbox(FEED)).toHaveLength(1);
  });

  test("by the codes of its campaign or its author, where it has none of its own", async () => {
    await using it = await followed(FEED);
    const document = JSON.stringify({ ...it.ally.document(), regions: ["US-CA"], sectors: ["isic4:F"] });
    await it.here.knows({ ...it.ally.known, document });
    const theirs = it.post("Without codes", { regions: [], sectors: [] });
    await it.here.takesIn(it.ally.creates(theirs));
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([`Announce ${FEED} ${theirs.id}`]);
  });

  test("a campaign is told of by the Note that opens it, and listed as itself", async () => {
    await using it = await followed("us-ca.any.campaign.any");
    const draft = {
      handle: trusted.handle("pay"),
      name: en("Pay what you owe"),
      summary: en("Since the site closed."),
      targets: [{ name: "BuildCo", role: "employer" as const }],
      demands: [en("Pay")],
      translators: {},
      ...CALIFORNIA,
    };
    const { id } = done(await it.here.federation.commands.publishCampaign(draft, "first"));
    const campaign = await it.here.store.campaignViews.get(asActor(id));
    expect(announces(await it.toldInShort())).toEqual([`Announce us-ca.any.campaign.any ${campaign?.openingPost}`]);
    const listed = await it.here.store.feedViews.items({}, { isFor: "readers", limit: 9 });
    expect(listed.items.map(({ object }) => object.id)).toEqual([id]);
    expect(await it.outbox("us-ca.any.campaign.any")).toHaveLength(1);
  });

  test("a gathering is told of by its Note; whoever got that from another feed fetches the gathering too", async () => {
    await using it = await followed("us-ca.any.any.any");
    const event = {
      ...it.post("Rally"),
      type: "Event",
      kind: "CampaignAction",
      name: "Rally",
      startTime: "2026-12-01T10:00:00Z",
    };
    const note = it.post("Come to the rally", { about: event.id });
    const hub = somebody("https://hub.example/feeds/us.any.any.any", it.here.clock);
    await it.here.follows(hub.id);
    await it.here.takesIn(hub.announces(it.ally.proves(note)));
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([`Announce us-ca.any.any.any ${note.id}`]);
    expect(await it.here.tasks()).toMatchObject([{ type: "fetch object", object: event.id, via: hub.id }]);
    await it.here.takesIn(it.ally.creates(event));
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([]);
    expect(await it.here.store.feedViews.occasions({}, 0, 9)).toMatchObject([{ object: { id: event.id } }]);
  });
});

test("whom the centre vouches for is carried though nobody follows them, for as long as it does", async () => {
  await using it = await followed(FEED);
  const affiliate = somebody("https://affiliate.example/centres/a", it.here.clock);
  const vouches = (state: AttestationRecord["state"]) =>
    it.here.store.direct.attestations.put(given(it, affiliate, state));
  const says = async (text: string) => {
    const fields = { kind: "CampaignPost", regions: ["US-CA"], sectors: ["isic4:F"], to: [it.here.centre, PUBLIC] };
    const said = affiliate.note(text, fields);
    await it.here.takesIn(affiliate.creates(said));
    await it.here.reads();
    return said.id;
  };
  await says("Not yet ours");
  await vouches("accepted");
  const id = await says("From an affiliate");
  await vouches("withdrawn");
  await says("Not ours any more");
  expect(announces(await it.toldInShort())).toEqual([`Announce ${FEED} ${id}`]);
  expect(await it.outbox(FEED)).toEqual(["From an affiliate"]);
});

const given = ({ here }: FeedScene, to: Somebody, state: AttestationRecord["state"]): AttestationRecord => ({
  offer: trusted.activity(`${here.origin}/activities/vouches`),
  attestation: {
    jti: "one",
    issuer: here.centre,
    subject: trusted.actor(to.id),
    relation: "affiliate",
    issued: here.clock(),
    expires: here.clock() + 300 * DAY,
    regions: [],
    sectors: [],
    status: `${here.origin}/attestations/status`,
  },
  jws: "",
  state,
  since: here.clock(),
  apart: false,
});

describe("nobody is told of", () => {
  test("what is two months old when it comes, though the feed carries it", async () => {
    await using it = await followed(FEED);
    const theirs = it.post("Long ago");
    await it.here.takesIn(
      it.ally.creates({ ...theirs, published: new Date(it.here.clock() - 61 * DAY).toISOString() }),
    );
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([]);
    expect(await it.outbox(FEED)).toEqual(["Long ago"]);
    expect(await it.here.store.direct.feeds.entryOf(trusted.object(theirs.id))).toBeDefined();
  });

  test("what strangers write to us, and what people write who are no centre", async () => {
    await using it = await followed(FEED, "any.any.any.any");
    const stranger = somebody("https://stranger.example/users/s", it.here.clock);
    const fields = { kind: "CampaignPost", regions: ["US-CA"], sectors: ["isic4:F"], to: [it.here.centre, PUBLIC] };
    await it.here.takesIn(stranger.creates(stranger.note("Buy this", fields)));
    await it.here.takesIn(it.ally.creates(it.ally.note("Good morning")));
    await it.here.reads();
    expect(await it.here.list()).toHaveLength(2);
    expect(await it.toldInShort()).toEqual([]);
    expect(await it.outbox("any.any.any.any")).toEqual([]);
  });

  test("what comes from a server that is limited, nor does it stand in the outbox", async () => {
    await using it = await followed(FEED);
    await it.here.store.direct.domains.set(trusted.host("ally.example"), "limit");
    await it.here.takesIn(it.ally.creates(it.post("Quiet")));
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([]);
    expect(await it.outbox(FEED)).toEqual([]);
  });

  test("an Announce of an Announce, or of any other activity", async () => {
    await using it = await followed(FEED);
    const hub = somebody("https://hub.example/feeds/us.any.any.any", it.here.clock);
    await it.here.follows(hub.id);
    const inner = it.ally.announces(it.ally.proves(it.post("Passed on twice")));
    await it.here.takesIn({ ...hub.announces(textIn(inner["id"])), object: inner });
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([]);
    expect(await it.here.list()).toEqual([]);
  });
});

const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

describe("what is not for everybody", () => {
  const LIMITED = { to: ["https://ally.example/centres/ally/allies"], cc: [] };

  test("enters no feed, by whichever way it comes", async () => {
    await using it = await followed(FEED, "any.any.any.any");
    await it.here.store.direct.allies.put(ally(it.ally.id));
    const secret = it.post("For allies", LIMITED);
    const campaign = it.post("A campaign for allies", {
      ...LIMITED,
      kind: "Campaign",
      context: "https://ally.example/campaigns/c",
    });
    const hub = somebody("https://hub.example/feeds/us.any.any.any", it.here.clock);
    await it.here.follows(hub.id);
    for (const one of [secret, campaign]) {
      await it.here.takesIn(it.ally.creates(one, LIMITED.to));
      await it.here.takesIn(hub.announces(it.ally.proves(one)));
      await it.here.takesIn(it.ally.updates(one));
    }
    await it.here.reads();
    const own = await it.here.federation.commands.publishPost(
      ours("Also for allies", { audience: { type: "allies" } }),
      "first",
    );
    expect(own.ok).toBe(true);
    expect(await it.here.list()).toContain("For allies");
    expect(announces(await it.toldInShort())).toEqual([]);
    expect(await it.outbox("any.any.any.any")).toEqual([]);
    for (const id of [secret.id, campaign.id, own.ok ? own.value.id : ""]) {
      expect(await it.here.store.direct.feeds.entryOf(trusted.object(id))).toBeUndefined();
    }
  });

  test("leaves the feeds where it was for everybody before, and each of them takes it back", async () => {
    await using it = await followed(FEED);
    const theirs = it.post("For everybody, by mistake");
    await it.here.takesIn(it.ally.creates(theirs));
    await it.here.reads();
    await it.told();
    it.here.clock.advance(5000);
    await it.here.takesIn(it.ally.updates(theirs, { to: [it.here.centre] }));
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([`Undo ${FEED} ${theirs.id}`]);
    expect(await it.outbox(FEED)).toEqual([]);
  });
});

describe("what is withdrawn leaves every feed, and everybody who got it is told", () => {
  const withdrawals: readonly [string, (it: FeedScene) => Promise<string>][] = [
    [
      "because its author deletes it",
      async (it) => {
        const theirs = it.post("Deleted");
        await it.here.takesIn(it.ally.creates(theirs));
        await it.here.reads();
        await it.told();
        await it.here.takesIn(it.ally.deletes(theirs));
        return theirs.id;
      },
    ],
    [
      "because its author is gone",
      async (it) => {
        const theirs = it.post("By somebody who leaves");
        await it.here.takesIn(it.ally.creates(theirs));
        await it.here.reads();
        await it.told();
        await it.here.takesIn(it.ally.leaves());
        return theirs.id;
      },
    ],
    [
      "because the one feed that it came by takes it back",
      async (it) => {
        const hub = somebody("https://hub.example/feeds/us.any.any.any", it.here.clock);
        await it.here.follows(hub.id);
        await it.here.follows(it.ally.id, "ended");
        const theirs = it.ally.proves(it.post("By way of a hub"));
        const announce = hub.announces(theirs);
        await it.here.takesIn(announce);
        await it.here.reads();
        await it.told();
        await it.here.takesIn(hub.undoes({ ...announce, object: theirs.id }));
        return theirs.id;
      },
    ],
  ];

  test.each(withdrawals)("%s", async (_, withdraws) => {
    await using it = await followed(FEED, "any.any.any.any");
    const id = await withdraws(it);
    await it.here.reads();
    expect((await it.toldInShort()).toSorted()).toEqual(
      [`Undo any.any.any.any ${id}`, `Undo ${FEED} ${id}`].toSorted(),
    );
    expect(await it.outbox(FEED)).toEqual([]);
  });

  test("because we delete it ourselves", async () => {
    await using it = await followed(FEED);
    const { commands } = it.here.federation;
    const { id } = done(await commands.publishPost(ours("A mistake"), "first"));
    await it.told();
    done(await commands.deletePublication(id, "first"));
    const told = await it.told();
    expect(told.map(({ type }) => type)).toEqual(["Delete", "Undo"]);
    const [, undo] = told;
    expect(undo).toMatchObject({
      actor: it.feed(FEED),
      object: { type: "Announce", actor: it.feed(FEED), object: id },
    });
    expect(pathOf(undo?.["object"])).toContain(`/feeds/${FEED}/announces/`);
  });

  test("once, and it is never announced again", async () => {
    await using it = await followed(FEED);
    const hub = somebody("https://hub.example/feeds/us.any.any.any", it.here.clock);
    await it.here.follows(hub.id);
    const theirs = it.ally.proves(it.post("To and fro"));
    const announce = hub.announces(theirs);
    for (const said of [announce, hub.undoes({ ...announce, object: theirs.id }), hub.announces(theirs)]) {
      await it.here.takesIn(said);
      await it.here.reads();
    }
    await it.here.takesIn(it.ally.deletes(theirs));
    await it.here.reads();
    expect(await it.toldInShort()).toEqual([`Announce ${FEED} ${theirs.id}`, `Undo ${FEED} ${theirs.id}`]);
    expect(await it.here.store.direct.objects.tombstone(trusted.object(theirs.id))).toBeDefined();
  });

  test("who got it in another way than by the feed is not told of the feed", async () => {
    await using it = await followed(FEED);
    const follower = somebody("https://follower.example/users/f", it.here.clock);
    await it.here.knows(follower.known);
    await it.here.store.direct.follows.put(follow(follower.id, it.here.centre));
    const { commands } = it.here.federation;
    const { id } = done(await commands.publishPost(ours("A mistake"), "first"));
    done(await commands.deletePublication(id, "first"));
    const lines = await it.here.store.deliveryViews.lines(undefined, 100);
    const theirs = lines.filter(({ inbox }) => inbox === follower.known.inbox);
    expect(theirs.map(({ activityType }) => activityType).toSorted()).toEqual(["Create", "Delete"]);
  });

  test("nobody is told who never got it", async () => {
    await using it = await followed(FEED);
    const late = somebody("https://late.example/users/l", it.here.clock);
    await it.here.knows(late.known);
    const theirs = it.post("Deleted");
    await it.here.takesIn(it.ally.creates(theirs));
    await it.here.reads();
    await it.follows(FEED, late);
    await it.here.takesIn(it.ally.deletes(theirs));
    await it.here.reads();
    const lines = await it.here.store.deliveryViews.lines(undefined, 100);
    expect(lines.filter(({ inbox }) => inbox === late.known.inbox).map(({ activityType }) => activityType)).toEqual([
      "Accept",
    ]);
  });
});
