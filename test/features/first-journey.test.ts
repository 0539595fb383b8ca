import { expect, test } from "vitest";
import { asActor, asObject, type ObjectId } from "@commonhall/domain";
import { network, type TestNode } from "@commonhall/testkit/network";

const documentOf = async (node: TestNode, id: ObjectId): Promise<Record<string, unknown>> => {
  const object = await node.running.store.objectViews.get(id);
  if (object === undefined) throw new Error(`${node.name} has no ${id}`);
  return JSON.parse(object.document) as Record<string, unknown>;
};

test("a campaign reaches who follows, with its languages, targets and demands, and nobody else", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({
    handle: "payup",
    name: { en: "Pay what you owe", ar: "ادفعوا ما عليكم" },
    demands: [{ en: "Pay every month that is owed", ar: "ادفعوا كلّ شهر مستحقّ" }, "Give the papers back"],
  });
  await net.settle();

  const [arrived, ...more] = await hongKong.timeline({ kind: "campaign" });
  expect(more).toEqual([]);
  expect(arrived).toMatchObject({
    from: beirut.id,
    fromHandle: beirut.handle,
    reason: "followed",
    object: { id: campaign },
  });
  expect(await documentOf(hongKong, asObject(campaign))).toMatchObject({
    type: "Group",
    kind: "Campaign",
    campaignStatus: "running",
    nameMap: { en: "Pay what you owe", ar: "ادفعوا ما عليكم" },
    targets: [
      { name: "A Brand", role: "brand" },
      { name: "A Supplier", role: "supplier" },
    ],
    demands: [
      { nameMap: { en: "Pay every month that is owed", ar: "ادفعوا كلّ شهر مستحقّ" } },
      { name: "Give the papers back" },
    ],
  });
  expect(await documentOf(hongKong, asObject(campaign))).toEqual(await documentOf(beirut, asObject(campaign)));
  expect(await nairobi.timeline()).toEqual([]);
});

test("a post arrives, changes and goes away, wherever it went", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await beirut.posts({ en: "They met us.", ar: "قابلونا." }, campaign);
  await net.settle();
  expect(await hongKong.reads("post")).toEqual([expect.stringMatching(/^They met us\./)]);
  expect((await documentOf(hongKong, id))["contentMap"]).toHaveProperty("ar");

  await beirut.changesPost(id, { en: "They met us and will pay.", ar: "قابلونا وسيدفعون." }, campaign);
  await net.settle();
  expect(await hongKong.reads("post")).toEqual([expect.stringMatching(/^They met us and will pay\./)]);

  await beirut.deletes(id);
  await net.settle();
  expect(await hongKong.timeline({ kind: "post" })).toEqual([]);
  expect(await hongKong.running.store.objectViews.get(id)).toBeUndefined();
});

test("an action arrives with its time and place, moves, and is in the campaign's calendar", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await beirut.calls(campaign, {
    name: "Rally before the ministry",
    place: { name: "Before the ministry" },
  });
  await net.settle();
  expect(await documentOf(hongKong, id)).toMatchObject({
    type: "Event",
    kind: "CampaignAction",
    startTime: "2026-11-28T08:00:00+07:00",
    location: { name: "Before the ministry" },
  });

  const starts = Date.UTC(2026, 10, 29, 1);
  await beirut.changesAction(id, campaign, {
    name: "Rally before the ministry",
    place: { name: "Before the ministry" },
    starts,
    ends: starts + 3_600_000,
  });
  await net.settle();
  expect(await documentOf(hongKong, id)).toMatchObject({ startTime: "2026-11-29T08:00:00+07:00" });
  expect(await hongKong.timeline({ kind: "action" })).toHaveLength(1);
  const calendar = await (await fetch(`${campaign}.ics`)).text();
  expect(calendar).toContain("SUMMARY:Rally before the ministry");
  expect(calendar).toMatch(/DTSTART;TZID=Asia\/Jakarta:20261129T080000/);
  expect(calendar).toContain("SEQUENCE:1");
});

test("who begins to follow gets what was published before, without being told as if it were new", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await beirut.posts("They met us.", campaign);
  const gone = await beirut.posts("A mistake.", campaign);
  await beirut.deletes(gone.id);
  await net.settle();
  await hongKong.follows(beirut);
  await net.settle();
  expect(await hongKong.reads("campaign")).toHaveLength(1);
  expect((await hongKong.timeline({ kind: "post" })).map(({ object }) => object.id)).toEqual([id]);
});

test("a campaign can be followed by itself: its posts come through it, once", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await net.settle();
  await hongKong.follows(`@payup@${new URL(beirut.origin).host}`);
  await nairobi.follows(beirut);
  await nairobi.follows(campaign);
  await net.settle();
  const { id } = await beirut.posts("They met us.", campaign);
  await beirut.posts("Our door is open on Sundays.");
  await net.settle();
  const [post, ...more] = await hongKong.timeline({ kind: "post" });
  expect(more).toEqual([]);
  expect(post).toMatchObject({ object: { id }, from: beirut.id, via: campaign });
  expect(await nairobi.reads("post")).toHaveLength(2);
});

test("a campaign that is closed tells its outcome to who follows", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await net.settle();
  await beirut.closes(campaign, { outcome: "partly", changed: "Half of it was paid." });
  await net.settle();
  expect(await documentOf(hongKong, asObject(campaign))).toMatchObject({ campaignStatus: "closed", outcome: "partly" });
});

test("a campaign that nobody renews closes by itself, and says so", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await net.settle();
  net.clock.advance(95 * 86_400_000);
  await net.settle();
  expect(await documentOf(hongKong, asObject(campaign))).toMatchObject({
    campaignStatus: "closed",
    outcome: "unknown",
  });
});

test("who stops following gets nothing new, and still learns that what it had is deleted", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await beirut.posts("They met us.", campaign);
  await net.settle();
  await hongKong.unfollows(beirut);
  await net.settle();
  expect((await beirut.followers()).filter(({ state }) => state === "accepted")).toEqual([]);
  const later = await beirut.posts("They paid.", campaign);
  await beirut.deletes(id);
  await net.settle();
  expect(await hongKong.running.store.objectViews.get(id)).toBeUndefined();
  expect(await hongKong.running.store.objectViews.get(later.id)).toBeUndefined();
});

test("a whole campaign is deleted with all that was published in it", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await beirut.posts("They met us.", campaign);
  await net.settle();
  await beirut.deletes(campaign);
  await net.settle();
  expect(await hongKong.timeline({ kind: "campaign" })).toEqual([]);
  expect((await fetch(campaign, { headers: { accept: "application/activity+json" } })).status).toBe(410);
  expect(await hongKong.running.store.objectViews.get(asObject(asActor(asObject(campaign))))).toBeUndefined();
});
