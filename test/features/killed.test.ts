import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRandom } from "@commonhall/testkit";
import { crowd, spawnNode, type SpawnedNode } from "@commonhall/testkit/network";
import { eventually, idOf } from "../processes.ts";

/*
 * Processes that the system kills, at seeded points: when so many deliveries have left, or so many milliseconds after a
 * commit. What was committed arrives all the same, and what arrived twice stands there once.
 */

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-killed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const centre = (handle: string) =>
  file(
    `${handle}.yaml`,
    `kind: centre
handle: ${handle}
name: ${handle}
summary: A hall.
languages: [en]
staff: [{ name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }]
`,
  );

const post = (name: string) => file(`${name}.yaml`, `kind: post\ntext: ${name}\n`);

/** A node that can be killed and comes back on its port, an hour later by its clock, so that what it held is free again. */
async function mortal(name: string) {
  let node = await spawnNode({ dataFolder: join(folder, name) });
  const { origin } = node;
  const id = idOf(await node.hall("setup", await centre(name)));
  let lives = 0;
  return {
    id,
    origin,
    node: (): SpawnedNode => node,
    dies: () => node.kill(),
    returns: async () => {
      lives += 1;
      const environment = { HALL_NOW: new Date(Date.now() + lives * LATER).toISOString() };
      node = await spawnNode({ dataFolder: join(folder, name), port: Number(new URL(origin).port), environment });
    },
    [Symbol.asyncDispose]: () => node.kill(),
  };
}

/** Longer than any lease, and far below what a signature may be old. */
const LATER = HOUR / 20;

const posts = async (node: SpawnedNode): Promise<readonly string[]> => {
  const { json } = await node.hall("timeline");
  return (json as readonly { readonly id: string; readonly kind: string }[])
    .filter(({ kind }) => kind === "post" || kind === "note")
    .map(({ id }) => id);
};

test("a sender that is killed while it sends loses nothing, and says the same twice at most", async () => {
  await using sender = await mortal("sender");
  await using others = await crowd(40, { clock: Date.now });
  await others.follow(sender.id);
  await others.until(() => others.got("Accept").every(({ length }) => length > 0));
  for (let seed = 1; seed <= 6; seed += 1) {
    const nth = 1 + Math.floor(seededRandom(seed)() * 39);
    const before = others.deliveries.length;
    const publishing = sender.node().hall("publish", await post(`Post ${seed}`));
    await others.until(() => others.deliveries.length >= before + nth);
    await sender.dies();
    const id = idOf(await publishing);
    await sender.returns();
    const has = () =>
      others.got("Create").every((all) => all.some(({ activity }) => (activity["object"] as { id: string }).id === id));
    await others.until(has);
  }
  for (const creates of others.got("Create")) {
    const bodies = new Map<unknown, Set<string>>();
    for (const { activity, request } of creates)
      bodies.set(activity["id"], (bodies.get(activity["id"]) ?? new Set()).add(request.body));
    expect(bodies.size).toBe(6);
    expect([...bodies.values()].every(({ size }) => size === 1)).toBe(true);
  }
});

test("sender and receiver are killed at any time, and every post stands there once", async () => {
  await using sender = await mortal("sender");
  await using receiver = await mortal("receiver");
  await receiver.node().hall("follow", sender.id);
  await eventually(
    "the follow is accepted",
    async () => ((await receiver.node().hall("following")).json as { state: string }[])[0]?.state === "accepted",
  );
  const random = seededRandom(11);
  const published: string[] = [];
  for (let round = 1; round <= 6; round += 1) {
    published.push(idOf(await sender.node().hall("publish", await post(`Round ${round}`))));
    await pause(random() * 300);
    await (random() < 0.5 ? sender : receiver).dies();
    published.push(idOf(await sender.node().hall("publish", await post(`Round ${round}, while one is down`))));
    await sender.dies();
    await pause(random() * 100);
    await receiver.dies();
    await receiver.returns();
    await sender.returns();
  }
  await eventually("every post is there", async () => (await posts(receiver.node())).length >= published.length);
  expect([...(await posts(receiver.node()))].sort()).toEqual(published.sort());
});

test("a receiver that is killed after it said 202 has what it said it has", async () => {
  await using receiver = await mortal("receiver");
  await using others = await crowd(1, { clock: Date.now });
  const [author = ""] = others.actors;
  await receiver.node().hall("follow", author);
  await eventually(
    "the follow is accepted",
    async () => ((await receiver.node().hall("following")).json as { state: string }[])[0]?.state === "accepted",
  );
  const taken = new Set<string>();
  for (let seed = 1; seed <= 6; seed += 1) {
    const batch = Array.from({ length: 40 }, (_, index) =>
      others.post(0, `${seed}-${index}`, `Post ${index} of round ${seed}`),
    );
    const nth = 1 + Math.floor(seededRandom(seed)() * 39);
    let answered = 0;
    const enough = Promise.withResolvers<void>();
    const sending = batch.map(async (activity) => {
      const status = await others.send(0, `${receiver.origin}/inbox`, activity).catch(() => 0);
      if (status === 202) taken.add(activity.object.id);
      answered += 1;
      if (answered === nth) enough.resolve();
    });
    await enough.promise;
    await receiver.dies();
    await Promise.all(sending);
    await receiver.returns();
  }
  expect(taken.size).toBeGreaterThan(6);
  await eventually("what was taken is there", async () => {
    const there = new Set(await posts(receiver.node()));
    return [...taken].every((id) => there.has(id));
  });
  const there = await posts(receiver.node());
  expect(new Set(there).size).toBe(there.length);
});
