import { expect, test } from "vitest";
import { network, type TestNode } from "@commonhall/testkit/network";

const namesFollowed = async (node: TestNode): Promise<readonly string[]> =>
  (await node.following()).map(({ name }) => name);

test("a centre gets another name, and whoever follows it sees that name in the list of whom they follow", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  expect(await namesFollowed(hongKong)).toEqual(["beirut"]);
  await beirut.renamesCentre({ en: "Migrant Workers' Hall Beirut", ar: "دار العمّال المهاجرين" });
  await net.settle();
  expect(await namesFollowed(hongKong)).toEqual(["Migrant Workers' Hall Beirut"]);
  const [line] = await hongKong.following();
  expect([line?.id, line?.handle, line?.state]).toEqual([beirut.id, beirut.handle, "accepted"]);
});

test("who follows one campaign only sees the new name beside what is published there", async () => {
  await using net = await network(["beirut", "nairobi"]);
  const { beirut, nairobi } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await nairobi.follows(campaign);
  await net.settle();
  await beirut.posts("They met us.", campaign);
  await net.settle();
  await beirut.renamesCentre("The Hall of Beirut");
  await net.settle();
  const [post] = await nairobi.timeline({ kind: "post" });
  expect([post?.from, post?.fromName]).toEqual([beirut.id, "The Hall of Beirut"]);
});

test("a follower that was down learns of the last name when it returns, and what was published since arrives", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  await hongKong.stop();
  await beirut.renamesCentre("For a while");
  await net.settle();
  await beirut.renamesCentre("In the end");
  await beirut.posts("We have moved.");
  await net.settle();
  await hongKong.start();
  await net.pass(2 * 3_600_000);
  expect(await namesFollowed(hongKong)).toEqual(["In the end"]);
  expect(await hongKong.reads("post")).toEqual([expect.stringMatching(/^We have moved\./)]);
});

test("the page, the actor and its feed say the new name; the address is the old one", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await beirut.renamesCentre("The Hall of Beirut");
  const actor = (await (await fetch(beirut.id, { headers: { accept: "application/activity+json" } })).json()) as Record<
    string,
    unknown
  >;
  expect(actor).toMatchObject({ id: beirut.id, preferredUsername: "beirut", name: "The Hall of Beirut" });
  expect(await (await fetch(`${beirut.origin}/`)).text()).toContain("The Hall of Beirut");
  expect(await (await fetch(`${beirut.id}.atom`)).text()).toContain("<title>The Hall of Beirut</title>");
});
