import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DAY, HOUR, isoInstant } from "@commonhall/domain";
import { network, runHall, START, type TestNode } from "@commonhall/testkit/network";
import { expect, test } from "vitest";

async function hall({ dataFolder, origin }: TestNode, ...words: readonly string[]) {
  const settings = {
    HALL_DATA: dataFolder,
    HALL_ORIGIN: origin,
    HALL_TEST_NETWORK: "1",
    HALL_NOW: isoInstant(START - HOUR),
  };
  return runHall([...words, "--json"], settings);
}

/** A call from a file, as somebody writes it in a hurry; answers its id. */
async function calls(node: TestNode, audience: string): Promise<string> {
  const file = join(node.dataFolder, "call.yaml");
  const lines = [
    "kind: call",
    "urgency: immediate",
    "text: Twelve organisers were arrested at the picket.",
    `expires: ${isoInstant(START + 7 * DAY)}`,
    "needs:",
    "  - { name: Lawyers at the police station, type: legal, quantity: 3 }",
    "recognisable: false",
    `audience: ${audience}`,
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  const { code, json, err } = await hall(node, "publish", file);
  expect([code, err]).toEqual([0, ""]);
  expect(json).toMatchObject({ kind: "call" });
  return (json as { readonly id: string }).id;
}

/** Texts of the calls that have arrived. */
const arrived = async (node: TestNode): Promise<readonly string[]> => {
  const { code, json } = await hall(node, "timeline", "--kind", "call");
  expect(code).toBe(0);
  return (json as readonly { readonly text: string; readonly kind: string }[]).map(
    ({ kind, text }) => `${kind}: ${text}`,
  );
};

async function allied() {
  const net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  await nairobi.follows(beirut);
  await hongKong.offersAlliance(beirut);
  await net.settle();
  await beirut.acceptsAlliance(hongKong);
  await net.settle();
  return net;
}

test("a call for allies stands in their timeline alone, is closed with a report back, and a second time not", async () => {
  await using net = await allied();
  const { beirut, hongKong, nairobi } = net;
  const id = await calls(beirut, "allies");
  await beirut.posts("No call at all.");
  await net.settle();
  expect(await arrived(hongKong)).toEqual([expect.stringMatching(/^call: .*Twelve organisers were arrested/)]);
  expect(await arrived(nairobi)).toEqual([]);
  expect((await hall(nairobi, "timeline")).json).toMatchObject([{ kind: "post", from: beirut.id }]);

  const closed = await hall(beirut, "close", id, "--outcome", "met", "--text", "All twelve are free.");
  expect(closed).toMatchObject({ code: 0, json: { id, activity: expect.stringContaining(beirut.origin) } });
  await net.settle();
  const { json } = await hall(hongKong, "timeline", "--kind", "call");
  expect(JSON.stringify(json)).toContain("All twelve are free.");
  expect(await hall(beirut, "close", id, "--outcome", "ended", "--text", "Once more.")).toMatchObject({ code: 1 });
});

test("what is no longer to be shared is taken back from everybody who got it", async () => {
  await using net = await allied();
  const { beirut, hongKong, nairobi } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const id = await calls(beirut, "public");
  await net.settle();
  expect([await arrived(hongKong), await arrived(nairobi)]).toMatchObject([{ length: 1 }, { length: 1 }]);
  expect(await hall(beirut, "safe", id)).toMatchObject({ code: 0, json: { id } });
  await net.settle();
  for (const node of [hongKong, nairobi]) {
    const { json } = await hall(node, "timeline", "--kind", "call");
    expect(JSON.stringify(json), node.name).not.toContain("Twelve organisers");
  }
});

test("what cannot be done to a call is refused with what is accepted", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  const { id: post } = await beirut.posts("A post.");
  const refused = async (...words: readonly string[]) => {
    const { code, err, out } = await hall(beirut, ...words);
    expect(out).toBe("");
    return [code, err];
  };
  expect(await refused("safe", `${beirut.origin}/calls/none`)).toEqual([
    1,
    expect.stringContaining("Nothing of this node"),
  ]);
  expect(await refused("safe", post)).toEqual([2, expect.stringContaining("not of the kind")]);
  expect(await refused("close", post, "--outcome", "met")).toEqual([2, expect.stringContaining("--text")]);
  expect(await refused("close", post, "--outcome", "met", "--text", "x")).toEqual([
    2,
    expect.stringContaining("not of the kind"),
  ]);
  expect(await refused("close", post, "--outcome", "perhaps", "--text", "x")).toEqual([
    2,
    expect.stringContaining("met"),
  ]);
  expect(await refused("timeline", "--kind", "rumour")).toEqual([2, expect.stringContaining("call")]);
});
