import { expect, test } from "vitest";
import { DAY, HOUR, dateOf } from "@commonhall/domain";
import { network, START } from "@commonhall/testkit/network";

test("two centres become allies when both say so, and one word of either ends it on both sides", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  expect(await beirut.offersAlliance(hongKong)).toBe("offered");
  await net.settle();
  expect(await hongKong.allies()).toEqual({ beirut: "received" });
  expect(await hongKong.acceptsAlliance(beirut)).toBe("accepted");
  await net.settle();
  expect([await beirut.allies(), await hongKong.allies()]).toEqual([{ hongKong: "accepted" }, { beirut: "accepted" }]);

  expect(await hongKong.endsAlliance(beirut)).toBe("ended");
  await net.settle();
  expect([await beirut.allies(), await hongKong.allies()]).toEqual([{ hongKong: "ended" }, { beirut: "ended" }]);
});

test("what is said to allies reaches them and nobody else, and changes and goes away with them", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  await nairobi.follows(beirut);
  await hongKong.follows(beirut);
  await net.settle();
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  const { id } = await beirut.tells("Heads-up before we go public.");
  await net.settle();
  expect(await hongKong.timeline()).toMatchObject([{ reason: "ally", object: { id, reach: "limited" } }]);
  expect(await nairobi.timeline()).toEqual([]);

  await beirut.changesPost(id, "We go public on Thursday.");
  await net.settle();
  expect(await hongKong.reads()).toEqual([expect.stringMatching(/^We go public on Thursday\./)]);
  await beirut.deletes(id);
  await net.settle();
  expect(await hongKong.timeline()).toEqual([]);
});

test("when an alliance ends, what was for allies only is purged on both sides, and what is public stays", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  await beirut.tells("From Beirut.");
  await hongKong.tells("From Hong Kong.");
  await hongKong.posts("To all.");
  await net.settle();
  expect([await beirut.reads(), await hongKong.reads()]).toMatchObject(
    [[/From Hong Kong/], [/From Beirut/]].map((texts) => texts.map((text) => expect.stringMatching(text))),
  );
  await hongKong.follows(beirut);
  await beirut.follows(hongKong);
  await net.settle();
  expect(await beirut.reads()).toHaveLength(2);
  await beirut.endsAlliance(hongKong);
  await net.settle();
  expect(await beirut.reads()).toEqual([expect.stringMatching(/^To all\./)]);
  expect(await hongKong.reads()).toEqual([]);
  await beirut.tells("Never.", { type: "allies" }).then(
    () => expect.fail("nobody would read it"),
    (error: Error) => expect(error.message).toContain("nobody would read it"),
  );
});

test("terms end by themselves after their last day, on both sides and without a word", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await beirut.offersAlliance(hongKong, { until: dateOf(START + 2 * DAY) });
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  await net.pass(2 * DAY);
  expect(await beirut.allies()).toEqual({ hongKong: "accepted" });
  await net.pass(DAY + 5 * HOUR);
  expect([await beirut.allies(), await hongKong.allies()]).toEqual([{ hongKong: "ended" }, { beirut: "ended" }]);
});

test("a centre that was away for longer than letters are kept learns on its return what became of the alliance", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  await beirut.stop();
  await hongKong.endsAlliance(beirut);
  await net.pass(9 * DAY);
  await beirut.start();
  await net.settle();
  await net.pass(DAY);
  expect([await beirut.allies(), await hongKong.allies()]).toEqual([{ hongKong: "ended" }, { beirut: "ended" }]);
});

test("a call to everybody reaches allies who do not follow as well, changes and all, and strangers not at all", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  const { id } = await beirut.callsForHelp({ audience: { type: "public" } });
  await beirut.posts("What is no call is for those who follow.");
  await net.settle();
  const calls = async (who: typeof hongKong) => (await who.timeline()).map(({ object }) => object.id);
  expect(await calls(hongKong)).toEqual([id]);
  expect(await calls(nairobi)).toEqual([]);
  await beirut.deletes(id);
  await net.settle();
  expect(await calls(hongKong)).toEqual([]);
});
