import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOUR, MINUTE, trusted, type ActorId, type ObjectId } from "@commonhall/domain";
import { readHouse, serveFormer, startNode, type RunningNode } from "@commonhall/node";
import { onEachDatabase } from "../each-database.ts";
import { crowd, freePort, network, postDraft, runHall, type Network, type TestNode } from "@commonhall/testkit/network";

// A centre moves to another address: those who follow it on our nodes and on a server that does as Mastodon does go
// along, what was said before is found, and what rested on trust has to be offered anew.

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface MovedNode extends AsyncDisposable {
  readonly origin: string;
  readonly node: RunningNode;
  readonly said: string;
}

type Net = Pick<Network, "clock" | "settle">;

/** As docs/operators/move.md says it, with the processes in this one. */
async function moves(net: Net, who: TestNode, lost = false): Promise<MovedNode> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-move-"));
  const house = join(folder, "house.json");
  const origin = `http://127.0.0.1:${await freePort()}`;
  await who.stop();
  const environment = {
    ...who.environment,
    HALL_LISTEN: new URL(who.origin).host,
    HALL_NOW: new Date(net.clock()).toISOString(),
  };
  const words = ["move", origin, "--house", house, ...(lost ? ["--old-address-lost"] : [])];
  const answer = await runHall(words, environment);
  expect(answer, answer.err).toMatchObject({ code: 0 });
  const read = await readHouse(house);
  if (!read.ok) throw new Error(read.error.type);
  const [, port] = new URL(who.origin).host.split(":");
  const listen = { type: "tcp", host: "127.0.0.1", port: Number(port) } as const;
  const former = lost ? undefined : await serveFormer(read.value, listen, SILENT);
  if (former?.ok === false) throw new Error(former.error.type);
  const { clock } = net;
  const { dataFolder, database } = who;
  const place = { dataFolder, ...(database === undefined ? {} : { database }) };
  const node = await startNode({ ...place, listen: new URL(origin).host, origin, clock });
  return {
    origin,
    node,
    said: answer.out,
    [Symbol.asyncDispose]: async () => {
      await node.close();
      await former?.value.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that is due is done on all of them, round after round. */
async function settle(net: Net, { node }: MovedNode): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await node.federation.drain();
    await net.settle();
    net.clock.advance(MINUTE);
  }
}

const at = ({ origin }: { readonly origin: string }, id: string): string => origin + new URL(id).pathname;
const there = (moved: MovedNode, id: ObjectId | ActorId): ObjectId => trusted.object(at(moved, id));
const states = async (node: TestNode) => (await node.following()).map(({ id, state }) => ({ id, state }));
const ask = (url: string, accept = "application/activity+json") =>
  fetch(url, { headers: { accept }, redirect: "manual" });

onEachDatabase(({ newDatabase }) => {
  test("a node that is being served does not move, wherever it listens", async () => {
    await using net = await network(["beirut"], { newDatabase });
    const { beirut } = net;
    const elsewhere = `127.0.0.1:${await freePort()}`;
    const words = ["move", `http://${elsewhere}`, "--house", `${beirut.dataFolder}.json`];
    const move = () => runHall(words, { ...beirut.environment, HALL_LISTEN: elsewhere });
    expect(await move()).toMatchObject({ code: 1, err: expect.stringContaining("Stop it first") });
    await beirut.stop();
    expect(await move()).toMatchObject({ code: 0 });
  });

  test("those who follow go along, on our nodes and on one that does as Mastodon does; trust does not", async () => {
    await using net = await network(["beirut", "manila"], { newDatabase });
    const { beirut, manila } = net;
    await using others = await crowd(3, { clock: net.clock, goesAlong: true });
    await manila.follows(beirut);
    await beirut.follows(manila);
    await others.follow(beirut.id);
    await beirut.offersAlliance(manila);
    await net.settle();
    await manila.acceptsAlliance(beirut);
    const { campaign } = await beirut.publishes({ handle: "payup" });
    await net.settle();
    await others.follow(campaign, [0]);
    await others.follow(`${beirut.origin}/feeds/any.any.post.any`, [1]);
    const post = await beirut.posts("They met us.", campaign);
    await net.settle();
    expect(await manila.allies()).toEqual({ beirut: "accepted" });

    await using moved = await moves(net, beirut);
    await settle(net, moved);

    const later = at(moved, beirut.id);
    expect(await states(manila)).toEqual([{ id: later, state: "accepted" }]);
    expect((await moved.node.store.followViews.followers()).map(({ id, ours }) => [id, ours]).sort()).toEqual(
      expect.arrayContaining([
        [manila.id, later],
        ...others.actors.map((id) => [id, later]),
        [others.actors[0], at(moved, campaign)],
        [others.actors[1], `${moved.origin}/feeds/any.any.post.any`],
      ]),
    );
    expect(others.got("Move").map((all) => all.map(({ activity }) => activity["target"]).sort())).toEqual(
      [[at(moved, campaign), later], [later, `${moved.origin}/feeds/any.any.post.any`], [later]].map((all) =>
        all.sort(),
      ),
    );
    expect(await manila.allies()).toEqual({ beirut: "ended" });
    expect((await moved.node.store.allyViews.list()).map(({ state }) => state)).toEqual(["ended"]);
    expect(await manila.running.store.movedViews.list(9)).toMatchObject([{ former: beirut.id, later }]);
    // Whom it followed it follows from there.
    expect((await manila.followers()).map(({ id, state }) => ({ id, state }))).toContainEqual({
      id: later,
      state: "accepted",
    });

    const said = await moved.node.federation.commands.publishPost(postDraft("From here."), "first");
    expect(said.ok).toBe(true);
    await settle(net, moved);
    expect(await manila.reads("post")).toEqual([
      expect.stringContaining("From here."),
      expect.stringContaining("They met us."),
    ]);
    const timeline = await manila.timeline({ kind: "post" });
    expect(timeline.map(({ object }) => object.id)).toContain(there(moved, post.id));
    for (const got of others.got("Create")) {
      expect(got.filter(({ request }) => request.body.includes("From here."))).toHaveLength(1);
    }
  });
});

test("the former address says where everything went, and takes nothing in", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const post = await beirut.posts("They met us.", campaign);
  await using moved = await moves(net, beirut);
  for (const actor of [beirut.id, campaign, `${beirut.origin}/actor`]) {
    const answer = await ask(actor);
    expect(await answer.json()).toMatchObject({ id: actor, movedTo: at(moved, actor) });
    expect(await (await ask(at(moved, actor))).json()).toMatchObject({ id: at(moved, actor), alsoKnownAs: [actor] });
  }
  for (const [path, accept] of [
    [new URL(post.id).pathname, "application/activity+json"],
    [new URL(beirut.id).pathname, "text/html"],
    ["/report?x=1", "text/html"],
  ] as const) {
    const answer = await ask(beirut.origin + path, accept);
    expect([answer.status, answer.headers.get("location")]).toEqual([308, moved.origin + path]);
  }
  expect((await fetch(`${beirut.id}/inbox`, { method: "POST", body: "{}" })).status).toBe(410);
  expect((await fetch(`${beirut.origin}/report`, { method: "POST", body: "a=b" })).status).toBe(410);
  const object = await (await ask(at(moved, post.id))).json();
  expect(object).toMatchObject({ id: at(moved, post.id), alsoKnownAs: [post.id], attributedTo: at(moved, beirut.id) });
  const name = beirut.handle.replace(/^@/, "acct:");
  const found = await (await ask(`${beirut.origin}/.well-known/webfinger?resource=${name}`)).json();
  expect(found.links[0].href).toBe(beirut.id);
  const migration = await (await ask(`${at(moved, beirut.id)}/migration?page=first`)).json();
  expect(migration.orderedItems).toContainEqual(
    expect.objectContaining({ type: "Move", object: post.id, target: at(moved, post.id) }),
  );
  const outbox = await (await ask(`${at(moved, beirut.id)}/outbox?page=first`)).json();
  expect(JSON.stringify(outbox)).toContain(at(moved, post.id));
});

test("what is deleted after a move is deleted under both of its ids", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await using others = await crowd(2, { clock: net.clock });
  await others.follow(beirut.id);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const post = await beirut.posts("They met us.", campaign);
  await net.settle();
  await using moved = await moves(net, beirut);
  const gone = await moved.node.federation.commands.deletePublication(there(moved, post.id), "first");
  expect(gone.ok).toBe(true);
  await settle(net, moved);
  for (const got of others.got("Delete")) {
    expect(got.map(({ activity }) => [activity["actor"], (activity["object"] as { id: string }).id])).toEqual([
      [beirut.id, post.id],
    ]);
  }
  expect((await moved.node.store.direct.objects.tombstone(there(moved, post.id)))?.reach).toBe("public");
});

test("with the former address lost, our nodes believe the former key", async () => {
  await using net = await network(["beirut", "manila"]);
  const { beirut, manila } = net;
  await manila.follows(beirut);
  await net.settle();
  await using moved = await moves(net, beirut, true);
  await settle(net, moved);
  expect(await states(manila)).toEqual([{ id: at(moved, beirut.id), state: "accepted" }]);
});

test("a node that is being served, or is there already, or was, does not move; the file is written once more where it was lost", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  const folder = await mkdtemp(join(tmpdir(), "commonhall-move-"));
  const environment = {
    HALL_DATA: beirut.dataFolder,
    HALL_LISTEN: new URL(beirut.origin).host,
    HALL_TEST_NETWORK: "1",
  };
  const house = join(folder, "house.json");
  const move = (to: string, ...more: readonly string[]) => runHall(["move", to, ...more], environment);
  const elsewhere = `http://127.0.0.1:${await freePort()}`;
  expect(await move(elsewhere, "--house", house)).toMatchObject({
    code: 1,
    err: expect.stringContaining("Stop it first"),
  });
  await beirut.stop();
  expect(await move(elsewhere)).toMatchObject({ code: 2, err: expect.stringContaining("--house") });
  expect(await move("new.example", "--house", house)).toMatchObject({
    code: 2,
    err: expect.stringContaining("ORIGIN"),
  });
  expect(await move(beirut.origin, "--house", house)).toMatchObject({
    code: 2,
    err: expect.stringContaining("already"),
  });
  expect(await move(elsewhere, "--house", house)).toMatchObject({ code: 0 });
  expect(await move(elsewhere, "--house", house)).toMatchObject({ code: 2, err: expect.stringContaining("is there") });
  const again = join(folder, "again.json");
  const once = await move(elsewhere, "--house", again);
  expect(once).toMatchObject({ code: 0, out: expect.stringContaining(`at ${beirut.origin} where it went`) });
  expect(await readHouse(again)).toEqual(await readHouse(house));
  expect(await move(beirut.origin, "--house", join(folder, "back.json"))).toMatchObject({ code: 2 });
  await rm(folder, { recursive: true, force: true });
  net.clock.advance(HOUR);
});
