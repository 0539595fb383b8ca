import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, trusted } from "@commonhall/domain";
import { crowd, network } from "@commonhall/testkit/network";

/** Below the text stand its languages and its address, for readers elsewhere. */
const beginning = (text: string): unknown => expect.stringMatching(new RegExp(`^${text}\\b`));

test("a follower that is down for a week gets everything in order when it returns", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  await hongKong.follows(beirut);
  await nairobi.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await net.settle();

  await hongKong.stop();
  // At different times: of two of one second lists show first what came last, and that may differ from node to node.
  const kept = await beirut.posts("Day 0", campaign);
  await net.pass(MINUTE);
  const changed = await beirut.posts("To be changed", campaign);
  await net.pass(MINUTE);
  const gone = await beirut.posts("To be deleted", campaign);
  for (let day = 1; day <= 6; day += 1) {
    await net.pass(DAY);
    await beirut.posts(`Day ${day}`, campaign);
    if (day === 2) await beirut.changesPost(changed.id, "Changed on day 2", campaign);
    if (day === 3) await beirut.deletes(gone.id);
  }
  await net.pass(DAY - HOUR);
  expect(await nairobi.reads("post")).toHaveLength(8);

  await hongKong.start();
  await net.pass(2 * HOUR);
  expect((await hongKong.timeline({ kind: "post" })).map(({ object }) => object.id)).toEqual(
    (await nairobi.timeline({ kind: "post" })).map(({ object }) => object.id),
  );
  const texts = (await hongKong.reads("post")).join("\n");
  for (const text of ["Day 0", "Day 6", "Changed on day 2"]) expect(texts).toContain(text);
  expect(texts).not.toContain("To be");
  expect((await hongKong.timeline({ kind: "post" })).some(({ object }) => object.id === kept.id)).toBe(true);
  expect((await beirut.running.store.deliveryViews.counts()).waiting).toBe(0);
});

test("to each inbox that answered 503 for a week, all about one object comes in the order in which it was said", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await using others = await crowd(3, { clock: net.clock });
  await others.follow(beirut.id);
  await net.settle();
  others.answer(503);
  const posts = [await beirut.posts("One"), await beirut.posts("Two"), await beirut.posts("Three")];
  for (const { id } of posts) {
    await net.pass(DAY);
    await beirut.changesPost(id, "Changed once");
    await net.pass(DAY);
    await beirut.changesPost(id, "Changed twice");
  }
  await beirut.deletes(posts[1]?.id ?? trusted.object(""));
  others.answer(202);
  await net.pass(2 * HOUR);
  for (const [member] of others.actors.entries()) {
    for (const [index, { id }] of posts.entries()) {
      const about = others.deliveries.filter(
        (one) => one.member === member && JSON.stringify(one.activity["object"]).includes(id),
      );
      const types = about.map(({ activity }) => activity["type"]);
      // What has been deleted meanwhile is not sent any more, so that nobody reads it late.
      expect(types).toEqual(index === 1 ? ["Delete"] : ["Create", "Update", "Update"]);
    }
  }
});

test("a dead follower slows nobody, and is given up after a week", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await using dead = await crowd(1, { clock: net.clock });
  await dead.follow(beirut.id);
  await hongKong.follows(beirut);
  await net.settle();
  await dead.server.close();
  await beirut.posts("One");
  await net.settle();
  expect(await hongKong.reads("post")).toEqual([beginning("One")]);
  expect((await beirut.running.store.deliveryViews.silentHosts()).map(({ host }) => host)).toEqual([]);
  await net.pass(HOUR);
  await beirut.posts("Two");
  await net.settle();
  expect(await hongKong.reads("post")).toEqual([beginning("Two"), beginning("One")]);
  expect((await beirut.running.store.deliveryViews.silentHosts()).map(({ host }) => host)).toEqual([
    new URL(dead.server.origin).host,
  ]);
  await net.pass(9 * DAY);
  expect(await beirut.running.store.deliveryViews.counts()).toMatchObject({ waiting: 0, failed: 2 });
});

test("the sender may be away too: what it had not sent leaves when it is back", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  await beirut.posts("Before it went");
  await beirut.stop();
  net.clock.advance(3 * DAY);
  await beirut.start();
  await net.settle();
  expect(await hongKong.reads("post")).toEqual([beginning("Before it went")]);
});

test("an inbox that is gone is not asked again", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await using others = await crowd(2, { clock: net.clock });
  await others.follow(beirut.id);
  await net.settle();
  others.answer(410);
  await beirut.posts("One");
  await net.settle();
  const asked = others.server.requests.length;
  await beirut.posts("Two");
  await net.pass(DAY);
  expect(others.server.requests).toHaveLength(asked);
  expect(await beirut.running.store.deliveryViews.counts()).toMatchObject({ waiting: 0, gone: 2 });
});
