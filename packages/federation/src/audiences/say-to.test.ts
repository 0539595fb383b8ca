import {
  asActor,
  HOUR,
  languageTag,
  trusted,
  type ActorId,
  type Audience,
  type LanguageTag,
  type PostDraft,
  type Published,
  type PublishRefused,
  type Result,
} from "@commonhall/domain";
import { ally, actorAt, follow, inboxOf, remoteActor, sharedInboxAt } from "@commonhall/testkit";
import type { JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { stopTelling } from "./stop-telling.ts";

const ENGLISH = languageTag("en") ?? ("en" as LanguageTag);
const [ANA, BO, CY] = ["a.example", "b.example", "c.example"].map((host) => actorAt(host)) as [
  ActorId,
  ActorId,
  ActorId,
];
const ALLIES: Audience = { type: "allies" };
const SECRET = "Heads-up before we go public";

const draft = (audience: Audience | undefined, campaign?: ActorId, text = SECRET): PostDraft => ({
  text: { [ENGLISH]: text },
  tags: [],
  regions: [],
  sectors: [],
  ...(audience === undefined ? {} : { audience }),
  ...(campaign === undefined ? {} : { campaign }),
});

/** A hall with three allies, each of whom follows it as well, through an inbox that they share with others. */
async function scene() {
  const here = await hall();
  for (const peer of [ANA, BO, CY]) {
    const { host } = remoteActor(peer);
    await here.knows(remoteActor(peer, { sharedInbox: sharedInboxAt(host) }));
    await here.store.direct.follows.put(follow(peer, here.centre));
    await here.store.direct.allies.put(ally(peer));
  }
  const { commands } = here.federation;
  const publish = async (audience?: Audience, campaign?: ActorId) =>
    done(await commands.publishPost(draft(audience, campaign), "first"));
  const change = (id: Published, audience: Audience | undefined, text = "Changed") =>
    commands.updatePost(id.id, draft(audience, undefined, text), "first");
  /** What would be sent now, as `type host`; none of it is. */
  const waiting = async () => {
    const lines = await here.store.deliveryViews.lines("waiting", 100);
    return lines.map(({ activityType, inbox }) => `${activityType} ${inbox}`).toSorted();
  };
  const sendAll = async () => {
    const all = { limit: 100, leaseFor: HOUR, perHost: 100, busy: new Map() };
    for (let leased = await here.store.deliveries.lease(here.clock(), all); leased.length > 0;) {
      await here.store.deliveries.settle(
        here.clock(),
        leased.map(({ id }) => ({ id, type: "done" as const })),
        [],
      );
      leased = await here.store.deliveries.lease(here.clock(), all);
    }
  };
  const ends = (peer: ActorId) => here.store.direct.allies.put(ally(peer, { state: "ended" }));
  return { here, commands, publish, change, waiting, sendAll, ends, [Symbol.asyncDispose]: here[Symbol.asyncDispose] };
}

function done(result: Result<Published, PublishRefused>): Published {
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

const to = (type: string, ...readers: readonly ActorId[]) => readers.map((reader) => `${type} ${inboxOf(reader)}`);

const documentOf = async ({ store }: Hall, { activity }: Published): Promise<JsonObject> =>
  JSON.parse((await store.objectViews.activity(activity))?.document ?? "{}");

describe("what is said to some", () => {
  test.each<[string, Audience, readonly ActorId[]]>([
    ["allies", ALLIES, [ANA, BO, CY]],
    ["those who are named", { type: "named", actors: [ANA, CY] }, [ANA, CY]],
  ])("%s goes to each one's own inbox, and nowhere else", async (_, audience, readers) => {
    await using it = await scene();
    await it.publish(audience);
    expect(await it.waiting()).toEqual(to("Create", ...readers));
  });

  test("carries no proof, neither on the object nor on what tells of it, and stands in no outbox", async () => {
    await using it = await scene();
    const { activity, ...published } = await it.publish(ALLIES);
    const create = await documentOf(it.here, { activity, ...published });
    const object = await it.here.store.objectViews.get(published.id);
    const allies = `${it.here.centre}/allies`;
    expect(create).toMatchObject({ type: "Create", to: [allies], object: { id: published.id, to: [allies] } });
    expect(`${JSON.stringify(create)}${object?.document}`).not.toMatch(/"proof"|"signature"|#Public|followers/);
    expect(object?.reach).toBe("limited");
    expect(await it.here.store.objectViews.outboxSize(it.here.centre)).toBe(0);
    expect(JSON.stringify(create["@context"])).toContain("canAnnounce");
  });

  test("what is said to everybody carries both, as before", async () => {
    await using it = await scene();
    const create = await documentOf(it.here, await it.publish({ type: "public" }));
    expect(create).toMatchObject({ proof: {}, object: { proof: {} } });
    expect(await it.waiting()).toEqual(
      ["a.example", "b.example", "c.example"].map((host) => `Create ${sharedInboxAt(host)}`),
    );
  });

  test("is announced by no campaign", async () => {
    await using it = await scene();
    const text = { [ENGLISH]: "Pay" };
    const published = done(
      await it.commands.publishCampaign(
        {
          handle: trusted.handle("payup"),
          name: text,
          summary: text,
          regions: [],
          sectors: [],
          targets: [{ name: "A Brand", role: "brand" }],
          demands: [text],
          translators: {},
        },
        "first",
      ),
    );
    const campaign = asActor(published.id);
    const size = await it.here.store.objectViews.outboxSize(campaign);
    const post = await it.publish(ALLIES, campaign);
    expect(await it.here.store.objectViews.outboxSize(campaign)).toBe(size);
    expect((await it.here.store.objectViews.get(post.id))?.campaign).toBe(campaign);
    expect(await it.here.store.objectViews.publications({ campaign, kind: "post", limit: 9 })).toMatchObject({
      items: [],
    });
  });

  test.each<[string, Audience, PublishRefused["type"]]>([
    [
      "an alliance that is not known",
      { type: "alliance", alliance: trusted.object("https://x.example/1") },
      "nobody would read it",
    ],
    ["somebody who is no ally", { type: "named", actors: [ANA, actorAt("d.example")] }, "not for this ally"],
  ])("to %s is refused, and nothing is kept", async (_, audience, type) => {
    await using it = await scene();
    expect(await it.commands.publishPost(draft(audience), "first")).toMatchObject({ ok: false, error: { type } });
    expect(await it.here.store.campaignViews.posts(undefined, 9)).toEqual([]);
    expect(await it.waiting()).toEqual([]);
  });
});

describe("a change", () => {
  test("goes to who may read it now: to a new ally, and never to a former one", async () => {
    await using it = await scene();
    await it.ends(CY);
    const post = await it.publish(ALLIES);
    await it.sendAll();
    await it.ends(ANA);
    await it.here.store.direct.allies.put(ally(CY));
    it.here.clock.advance(HOUR);
    done(await it.change(post, undefined));
    expect(await it.waiting()).toEqual(to("Update", BO, CY));
  });

  test("to fewer readers is a Delete for the others, and withdraws what waits for them", async () => {
    await using it = await scene();
    const post = await it.publish(ALLIES);
    it.here.clock.advance(HOUR);
    done(await it.change(post, { type: "named", actors: [BO] }));
    expect(await it.waiting()).toEqual([...to("Delete", ANA), ...to("Delete", CY), ...to("Update", BO)]);
    const kept = await it.here.store.objectViews.get(post.id);
    expect(kept?.text).toContain("Changed");
    expect(await it.here.store.direct.audiences.of(post.id)).toEqual({ type: "named", actors: [BO] });
    await it.sendAll();
    done(await it.change(post, undefined, "Again"));
    expect(await it.waiting()).toEqual(to("Update", BO));
  });

  test.each<[string, Audience, Audience]>([
    ["more readers", { type: "named", actors: [ANA] }, { type: "named", actors: [ANA, BO] }],
    ["all allies", { type: "named", actors: [ANA] }, ALLIES],
    ["everybody", ALLIES, { type: "public" }],
    ["allies, of what everybody has read", { type: "public" }, ALLIES],
  ])("to %s is refused, and nothing changes", async (_, before, after) => {
    await using it = await scene();
    const post = await it.publish(before);
    await it.sendAll();
    expect(await it.change(post, after)).toMatchObject({ ok: false, error: { type: "audience cannot widen" } });
    expect(await it.waiting()).toEqual([]);
    expect((await it.here.store.objectViews.get(post.id))?.text).toContain(SECRET);
  });
});

describe("a Delete", () => {
  test("goes to everybody who got it, former allies too, and to no follower; it names nobody", async () => {
    await using it = await scene();
    const post = await it.publish({ type: "named", actors: [ANA, BO] });
    await it.sendAll();
    await it.ends(BO);
    const { activity } = done(await it.commands.deletePublication(post.id, "first"));
    expect(await it.waiting()).toEqual(to("Delete", ANA, BO));
    const document = (await it.here.store.objectViews.activity(activity))?.document ?? "";
    expect(JSON.parse(document)).toMatchObject({ to: [`${post.id}/audience`], object: { type: "Tombstone" } });
    expect(document).not.toMatch(/"proof"|#Public|a\.example|b\.example/);
    expect((await it.here.store.objectViews.tombstone(post.id))?.reach).toBe("limited");
  });
});

test("what waits for a former ally is withdrawn; what they may still read as one who is named by others is not", async () => {
  await using it = await scene();
  await it.publish(ALLIES);
  await it.publish({ type: "public" });
  await it.sendAll();
  await it.publish(ALLIES);
  await it.publish({ type: "public" });
  await it.here.ports.work.run(async (rooms) => {
    await rooms.allies.put(ally(ANA, { state: "ended" }));
    await stopTelling(rooms, ANA);
  });
  const waiting = await it.waiting();
  expect(waiting.filter((line) => line.includes("a.example"))).toEqual([`Create ${sharedInboxAt("a.example")}`]);
  expect(waiting.filter((line) => line.includes("b.example"))).toHaveLength(2);
  await it.here.ports.work.run((rooms) => stopTelling(rooms, BO));
  expect(await it.waiting()).toEqual(waiting);
});
