import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Alliance, type CharterDraft, type ObjectId, type PlainDate, type Texts } from "@commonhall/domain";
import { network, postDraft, spawnNode, texts, type SpawnedNode, type TestNode } from "@commonhall/testkit/network";
import { DAY } from "@commonhall/domain";
import { describe, expect, test } from "vitest";

const draft = (members: readonly TestNode[], more: Partial<CharterDraft> = {}): CharterDraft => ({
  name: texts("Domestic workers of the harbour cities"),
  purpose: texts("To answer each other's calls."),
  public: false,
  terms: { kinds: { calls: { from: "all", passOn: false }, campaigns: { from: "all", passOn: false } } },
  until: "2027-11-22" as PlainDate,
  members: members.map(({ handle }) => handle),
  ...more,
});

const at = ({ running }: TestNode) => running.federation.alliances;
const standing = async (node: TestNode, id: ObjectId): Promise<Alliance["standing"]> => {
  const alliance = await node.running.store.allianceViews.get(id);
  if (alliance === undefined) throw new Error(`${node.name} knows nothing of it`);
  return alliance.standing;
};
const done = <T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const named = (text: string): { readonly name: Texts } => ({ name: texts(text) });
const inForce = async (nodes: readonly TestNode[], id: ObjectId) =>
  Promise.all(nodes.map(async (node) => (await standing(node, id)).current.hash));

/** One founds it, and the others sign. */
async function allied(
  nodes: readonly TestNode[],
  net: { settle(): Promise<void> },
  more: Partial<CharterDraft> = {},
): Promise<ObjectId> {
  const [first, ...others] = nodes as [TestNode, ...TestNode[]];
  const { id } = done(await at(first).found(draft(nodes, more)));
  await net.settle();
  for (const node of others) {
    done(await at(node).sign(id));
    await net.settle();
  }
  return id;
}

describe("an alliance of many", () => {
  test("is founded by three who all sign, and each of them keeps the charter", async () => {
    await using net = await network(["beirut", "hongKong", "manila"]);
    const { beirut, hongKong, manila } = net;
    const begun = done(await at(beirut).found(draft([beirut, hongKong, manila])));
    expect(begun).toMatchObject({ version: 1, state: "founding", signatures: [beirut.id] });
    await net.settle();
    expect((await hongKong.running.store.apartViews.list(9)).map(({ about }) => about)).toEqual([begun.id]);
    expect(done(await at(hongKong).sign(begun.id))).toMatchObject({ state: "founding" });
    await net.settle();
    expect(done(await at(manila).sign(begun.id))).toMatchObject({ state: "standing", version: 1 });
    await net.settle();
    for (const node of net.nodes) {
      const { isFounded, members, signers } = await standing(node, begun.id);
      expect([isFounded, members.length, signers.length]).toEqual([true, 3, 3]);
      expect(await node.running.store.direct.alliances.readers(begun.id, "calls")).toHaveLength(2);
    }
  });

  test("changes while one is away, who hears of it afterwards", async () => {
    await using net = await network(["beirut", "hongKong", "manila"]);
    const { beirut, hongKong, manila } = net;
    const id = await allied(net.nodes, net);
    await manila.stop();
    done(await at(beirut).propose(id, draft(net.nodes, named("Another name"))));
    await net.settle();
    expect(done(await at(hongKong).sign(id))).toMatchObject({ version: 2, state: "standing" });
    await net.settle();
    expect((await standing(beirut, id)).current.charter.version).toBe(2);
    await manila.start();
    await net.pass(DAY);
    expect(new Set(await inForce(net.nodes, id)).size).toBe(1);
    expect((await standing(manila, id)).current.charter.name).toEqual(texts("Another name"));
  });

  test("has two successors at once, each with more than half: all hold the same one, and nobody sends past either", async () => {
    await using net = await network(["amman", "beirut", "cairo", "doha"]);
    const { amman, beirut, cairo, doha } = net;
    const id = await allied(net.nodes, net);
    const one = done(await at(amman).propose(id, draft([amman, beirut, cairo], named("One"))));
    const other = done(await at(doha).propose(id, draft([beirut, cairo, doha], named("Other"))));
    await net.settle();
    done(await at(beirut).sign(id, one.hash));
    done(await at(cairo).sign(id, other.hash));
    await net.settle();
    // Both say that either is fine, before either has heard of the other.
    expect(done(await at(beirut).sign(id, other.hash)).state).toBe("standing");
    expect(done(await at(cairo).sign(id, one.hash)).state).toBe("standing");
    await net.pass(DAY);
    const holds = new Set(await inForce(net.nodes, id));
    expect(holds.size).toBe(1);
    expect([one.hash, other.hash]).toContain([...holds][0]);
    for (const [node, readers] of [
      [amman, []],
      [beirut, [cairo.id]],
      [cairo, [beirut.id]],
      [doha, []],
    ] as const) {
      expect(await node.running.store.direct.alliances.readers(id, "calls"), node.name).toEqual(readers);
    }
    const winner = holds.has(one.hash) ? amman : doha;
    const members = holds.has(one.hash) ? [amman, beirut, cairo] : [beirut, cairo, doha];
    const settled = done(await at(winner).propose(id, draft(members, named("Settled"))));
    await net.settle();
    expect(done(await at(beirut).sign(id, settled.hash))).toMatchObject({ state: "standing", version: 3 });
    await net.settle();
    expect(await winner.running.store.direct.alliances.readers(id, "calls")).toHaveLength(2);
    expect(await beirut.running.store.direct.alliances.readers(id, "calls")).toHaveLength(2);
  });

  test("is left by one at once, without anybody's leave, and goes on", async () => {
    await using net = await network(["beirut", "hongKong", "manila"]);
    const { beirut, hongKong, manila } = net;
    const id = await allied(net.nodes, net);
    expect(done(await at(manila).leave(id))).toMatchObject({ state: "left" });
    expect(await manila.running.store.direct.alliances.readers(id, "calls")).toEqual([]);
    await net.settle();
    expect(await beirut.running.store.direct.alliances.readers(id, "calls")).toEqual([hongKong.id]);
    expect((await at(manila).propose(id, draft(net.nodes))).ok).toBe(false);
    const noted = done(await at(beirut).propose(id, draft([beirut, hongKong])));
    expect(noted).toMatchObject({ version: 2, members: [beirut.id, hongKong.id].sort() });
    await net.settle();
    expect(done(await at(hongKong).sign(id))).toMatchObject({ state: "standing", version: 2 });
    await net.pass(DAY);
    expect(new Set(await inForce([beirut, hongKong], id)).size).toBe(1);
  });

  test("takes in another who learns all of it from those who are there", async () => {
    await using net = await network(["beirut", "hongKong", "manila"]);
    const { beirut, hongKong, manila } = net;
    const id = await allied([beirut, hongKong], net);
    done(await at(beirut).propose(id, draft([beirut, hongKong], named("Two of us"))));
    await net.settle();
    done(await at(hongKong).sign(id));
    await net.settle();
    const bigger = done(await at(beirut).propose(id, draft(net.nodes)));
    await net.settle();
    expect(done(await at(hongKong).sign(id))).toMatchObject({ version: 3, state: "standing" });
    expect((await standing(hongKong, id)).current.charter.version, "not before the newcomer has signed").toBe(2);
    await net.settle();
    expect((await standing(manila, id)).chain, "fetched from who asked").toHaveLength(2);
    expect(done(await at(manila).sign(id))).toMatchObject({ version: 3, hash: bigger.hash, state: "standing" });
    await net.settle();
    expect(new Set(await inForce(net.nodes, id)).size).toBe(1);
    expect(await manila.running.store.direct.alliances.readers(id, "calls")).toHaveLength(2);
  });

  test("is an audience: what is said to it reaches its members, and nobody once they are none", async () => {
    await using net = await network(["beirut", "hongKong", "manila", "stranger"]);
    const { beirut, hongKong, manila, stranger } = net;
    await stranger.follows(beirut);
    const id = await allied([beirut, hongKong, manila], net);
    const say = async (text: string): Promise<void> => {
      const post = { ...postDraft(text), audience: { type: "alliance", alliance: id } } as const;
      done(await beirut.running.federation.commands.publishPost(post, "first"));
      await net.settle();
    };
    await say("For the three of us");
    for (const node of [hongKong, manila]) expect((await node.reads("post")).join()).toContain("For the three of us");
    expect(await stranger.reads("post")).toEqual([]);
    await manila.stop();
    const waiting = { ...postDraft("Not for who has left"), audience: { type: "alliance", alliance: id } } as const;
    done(await beirut.running.federation.commands.publishPost(waiting, "first"));
    await net.settle();
    done(await at(beirut).propose(id, draft([beirut, hongKong])));
    await net.settle();
    done(await at(hongKong).sign(id));
    await net.settle();
    await manila.start();
    await net.pass(DAY);
    expect((await hongKong.reads("post")).join()).toContain("Not for who has left");
    expect((await manila.reads("post")).join()).not.toContain("Not for who has left");
    expect((await standing(manila, id)).current.charter.version, "and it knows").toBe(2);
  });
});

test("from the command line: found, show, sign, list, propose and leave", async () => {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  const nodes: SpawnedNode[] = [];
  try {
    for (const name of ["cedar", "banyan"]) {
      const dataFolder = join(folder, name);
      const file = join(folder, `${name}.yaml`);
      await writeFile(file, centreFile(name));
      const node = await spawnNode({ dataFolder });
      nodes.push(node);
      expect((await node.hall("setup", file)).code).toBe(0);
    }
    const [cedar, banyan] = nodes as [SpawnedNode, SpawnedNode];
    const file = join(folder, "alliance.yaml");
    const members = nodes.map(({ origin }, at) => `${origin}/centres/${["cedar", "banyan"][at] ?? ""}`);
    await writeFile(file, allianceFile("Two trees", members));
    const begun = await cedar.hall("alliance", "found", file);
    expect(begun).toMatchObject({ code: 0, json: { version: 1, state: "founding", signatures: [members[0]] } });
    const { id } = begun.json as { readonly id: string };
    const known = await eventually(
      () => banyan.hall("alliance", "show", id),
      ({ code }) => code === 0,
    );
    expect(known).toMatchObject({ json: { id, name: "Two trees", state: "founding", members: members.toSorted() } });
    expect(await banyan.hall("alliance", "sign", id)).toMatchObject({ code: 0, json: { state: "standing" } });
    await eventually(
      () => cedar.hall("alliance", "list"),
      ({ json }) => JSON.stringify(json).includes('"standing"'),
    );
    expect(await banyan.hall("alliance", "sign", id)).toMatchObject({ code: 1 });
    await writeFile(file, allianceFile("Three trees", members));
    expect(await banyan.hall("alliance", "propose", "Two trees", file)).toMatchObject({
      code: 0,
      json: { version: 2 },
    });
    expect(await banyan.hall("alliance", "leave", id)).toMatchObject({ code: 0, json: { id, state: "left" } });
    expect((await banyan.hall("alliance", "leave", id)).code).toBe(1);
    expect((await banyan.hall("alliance", "show", "https://nobody.example/alliances/x")).code).toBe(1);
    await writeFile(file, allianceFile("Two trees", members).replace("[calls", "[gossip"));
    expect(await cedar.hall("alliance", "found", file)).toMatchObject({
      code: 2,
      err: expect.stringContaining("terms"),
    });
    expect((await cedar.hall("alliance", "dissolve", id)).code).toBe(2);
  } finally {
    for (const node of nodes) await node.end();
    await rm(folder, { recursive: true, force: true });
  }
});

const centreFile = (name: string): string => `kind: centre
handle: ${name}
name: ${name}
summary: A hall.
languages: [en]
staff:
  - { name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }
`;

const allianceFile = (name: string, members: readonly string[]): string => `kind: alliance
name: ${name}
purpose: To answer each other's calls.
members: ${JSON.stringify(members)}
terms: [calls, campaigns]
until: 2099-11-22
`;

/** The other node works by itself; it is asked until it is so. */
async function eventually<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (let time = 0; time < 60; time += 1) {
    const answer = await ask();
    if (isSo(answer)) return answer;
  }
  throw new Error("It never came");
}
