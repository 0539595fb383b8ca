import { expect, test } from "vitest";
import { trusted } from "@commonhall/domain";
import { crowd, network, type Delivery, type TestNode } from "@commonhall/testkit/network";

const kept = async (node: TestNode, { activity }: Delivery): Promise<string | undefined> =>
  (await node.running.store.objectViews.activity(trusted.activity(String(activity["id"]))))?.document;

// Below five recipients a library that re-encodes what it sends goes unnoticed (wire.md 0.1, F3); so there are more.
test("nine followers get each document byte for byte as it was signed and is kept", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await using others = await crowd(9, { clock: net.clock });
  expect(await others.follow(beirut.id)).toEqual(Array.from({ length: 9 }, () => 202));
  await net.settle();
  expect(others.got("Accept").every((accepts) => accepts.length === 1)).toBe(true);

  const { campaign } = await beirut.publishes({
    handle: "payup",
    name: { en: "Pay what you owe", ar: "ادفعوا ما عليكم" },
  });
  const post = await beirut.posts({ en: "They met us.", ar: "قابلونا." }, campaign);
  await beirut.calls(campaign);
  await beirut.changesPost(post.id, { en: "They will pay.", ar: "سيدفعون." }, campaign);
  await beirut.changesCampaign(campaign, { handle: "payup", name: { en: "Pay now", ar: "ادفعوا الآن" } });
  await beirut.deletes(post.id);
  await net.settle();

  const rich = others.deliveries.filter(({ activity }) => activity["type"] !== "Accept");
  expect(rich.length).toBeGreaterThanOrEqual(9 * 6);
  for (const delivery of rich) expect(delivery.request.body).toBe(await kept(beirut, delivery));
  const updates = others
    .got("Update")
    .map((all) => all.map(({ activity }) => (activity["object"] as { type: string }).type));
  for (const types of updates) expect(types).toContain("Group");
});

test("each of two hundred followers gets every post once, and in order", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await using others = await crowd(200, { clock: net.clock });
  await others.follow(beirut.id);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const first = await beirut.posts("One", campaign);
  await beirut.changesPost(first.id, "One, changed", campaign);
  const second = await beirut.posts("Two", campaign);
  await net.settle();
  const about = (delivery: Delivery) => (delivery.activity["object"] as { id: string }).id;
  for (const [member, creates] of others.got("Create").entries()) {
    expect(creates.filter((one) => about(one) === first.id)).toHaveLength(1);
    expect(creates.filter((one) => about(one) === second.id)).toHaveLength(1);
    const ofFirst = others.deliveries.filter(
      (one) =>
        one.member === member && ["Create", "Update"].includes(String(one.activity["type"])) && about(one) === first.id,
    );
    expect(ofFirst.map(({ activity }) => activity["type"])).toEqual(["Create", "Update"]);
  }
});

test("followers on one server get what is public once between them", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await using others = await crowd(20, { clock: net.clock, shared: true });
  await others.follow(beirut.id);
  await net.settle();
  await beirut.posts("One");
  await net.settle();
  const creates = others.deliveries.filter(({ activity }) => activity["type"] === "Create");
  expect(creates.map(({ request }) => request.path)).toEqual(["/inbox"]);
});
