import { DAY, HOUR, MINUTE, trusted, type FeedFilter } from "@commonhall/domain";
import { crowd, network, type TestNode } from "@commonhall/testkit/network";
import { expect, test } from "vitest";

/** Domestic work in Lebanon, of whatever kind and in whatever language. */
const NAME = "lb.t97.any.any";
const FILTER: FeedFilter = {};

const feedOf = ({ origin }: TestNode, name = NAME): string => `${origin}/feeds/${name}`;
const addressOf = ({ origin }: TestNode, name = NAME): string => `@${name}@${new URL(origin).host}`;

const carried = async (node: TestNode): Promise<readonly string[]> => {
  const { items } = await node.running.store.feedViews.items(FILTER, { isFor: "followers", limit: 100 });
  return items.map(({ object }) => object.id);
};

test("whoever follows a feed, as every program can, gets each item once, from centres near and far", async () => {
  await using net = await network(["beirut", "tripoli", "hub"]);
  const { beirut, tripoli, hub } = net;
  await using readers = await crowd(8, { clock: net.clock });
  for (const centre of [beirut, tripoli]) await hub.follows(centre);
  expect(new Set(await readers.follow(feedOf(hub)))).toEqual(new Set([202]));
  await net.settle();
  expect(readers.got("Accept").map((some) => some.length)).toEqual(Array.from({ length: 8 }, () => 1));

  const said: string[] = [];
  for (const centre of [beirut, tripoli, hub]) {
    const { id } = await centre.posts(`From ${centre.name}`);
    said.push(id);
    await net.pass(MINUTE);
    await centre.changesPost(trusted.object(id), `Changed in ${centre.name}`);
    await net.pass(MINUTE);
  }
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await net.settle();
  // Told of by its opening post, to whoever follows campaigns.
  const opening = (await beirut.running.store.campaignViews.get(campaign))?.openingPost;
  expect(await carried(hub)).toContain(opening);
  for (const got of readers.got("Announce")) {
    expect(got.map(({ activity }) => activity["object"]).toSorted()).toEqual(said.toSorted());
    expect(new Set(got.map(({ activity }) => activity["id"])).size).toBe(said.length);
    expect(new Set(got.map(({ activity }) => activity["actor"]))).toEqual(new Set([feedOf(hub)]));
  }
});

test("hubs that follow each other's feeds announce each original once; what is withdrawn leaves them all", async () => {
  await using net = await network(["beirut", "ankara", "berlin", "cairo"]);
  const { beirut, ankara, berlin, cairo } = net;
  const hubs = [ankara, berlin, cairo];
  await using readers = await crowd(2, { clock: net.clock, shared: false });
  // One of them knows the centre; the others know what hubs tell them, in a circle and across it.
  await ankara.follows(beirut);
  for (const hub of hubs) for (const other of hubs) if (other !== hub) await hub.follows(addressOf(other));
  await net.settle();
  for (const hub of hubs) await readers.follow(feedOf(hub));
  await net.settle();

  const [kept, gone] = [await beirut.posts("Kept"), await beirut.posts("To be deleted")];
  await net.pass(30 * MINUTE);
  for (const hub of hubs) expect((await carried(hub)).toSorted()).toEqual([kept.id, gone.id].toSorted());
  for (const got of readers.got("Announce")) {
    const each = hubs.flatMap((hub) => [kept.id, gone.id].map((id) => `${feedOf(hub)} ${id}`));
    expect(got.map(({ activity }) => `${String(activity["actor"])} ${String(activity["object"])}`).toSorted()).toEqual(
      each.toSorted(),
    );
  }

  await beirut.deletes(gone.id);
  await net.pass(30 * MINUTE);
  for (const hub of hubs) expect(await carried(hub)).toEqual([kept.id]);
  for (const got of readers.got("Undo")) {
    expect(got.map(({ activity }) => activity["actor"]).toSorted()).toEqual(hubs.map((hub) => feedOf(hub)).toSorted());
  }
});

test("a node that was cut off for thirty days has all of it on its return, from a hub and by itself", async () => {
  await using net = await network(["beirut", "hub", "tripoli"]);
  const { beirut, hub, tripoli } = net;
  await using readers = await crowd(1, { clock: net.clock });
  await hub.follows(beirut);
  await tripoli.follows(addressOf(hub));
  await net.settle();
  const before = await beirut.posts("Before");
  await net.pass(HOUR);
  await readers.follow(feedOf(tripoli));
  await net.settle();

  await tripoli.stop();
  const missed: string[] = [];
  let gone: string | undefined;
  for (let day = 0; day < 30; day += 1) {
    for (let number = 0; number < 8; number += 1) {
      missed.push((await beirut.posts(`${day}.${number}`)).id);
      net.clock.advance(MINUTE);
    }
    if (day === 25) gone = missed.pop();
    if (day === 27 && gone !== undefined) await beirut.deletes(trusted.object(gone));
    if (day === 29) await beirut.deletes(trusted.object(before.id));
    await net.pass(DAY);
  }
  await tripoli.start();
  await net.pass(HOUR);
  const there = async () => (await tripoli.timeline()).map(({ object }) => object.id);
  expect(new Set(await there())).toEqual(new Set(missed));
  expect(await there()).toHaveLength(missed.length);
  expect((await carried(tripoli)).length).toBe(100);

  // Whoever subscribes here gets all of it too, once, and nothing again the day after.
  await net.pass(2 * DAY);
  const told = readers
    .got("Announce")
    .flat()
    .map(({ activity }) => activity["object"]);
  expect(told.toSorted()).toEqual(missed.toSorted());
}, 180_000);
