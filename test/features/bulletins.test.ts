import { DAY, gridOf, HOUR, MINUTE, type AllyCell } from "@commonhall/domain";
import { saysBulletin, saysNothing, saysTable } from "@commonhall/testkit";
import type { TestNode } from "@commonhall/testkit/network";
import type { JsonObject } from "@commonhall/wire";
import { expect, test } from "vitest";
import {
  areAllies,
  asks,
  bulletinsAt,
  letsOut,
  manyBulletins,
  nobodyAsks,
  passesOn,
  releaseNetwork,
  takesBack,
  undoes,
} from "../release-days.ts";

test("a release day ends with bulletins and a table at the ally's desk, and the centre knows who has them", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong"]);
  const { net, beirut, hongKong } = it;
  await areAllies(net, beirut, hongKong);
  const [bulletin] = await letsOut(it, beirut, saysBulletin(), saysTable(), saysNothing());
  if (bulletin === undefined) return expect.fail();
  const told = () => beirut.running.store.bulletinViews.told(bulletin);
  expect(await told()).toEqual([{ inbox: `${hongKong.id}/inbox`, delivered: false }]);
  await net.settle();
  expect(await told()).toEqual([{ inbox: `${hongKong.id}/inbox`, delivered: true }]);

  const [line] = await bulletinsAt(hongKong);
  expect(line).toMatchObject({
    object: bulletin,
    by: beirut.id,
    name: "beirut",
    bulletin: { people: "20-49", audience: "allies" },
  });
  expect(await hongKong.running.store.bulletinViews.tables({})).toHaveLength(1);
  expect(
    (await hongKong.timeline()).map(({ object, reason }) => [object.kind, object.reach, reason]).toSorted(),
  ).toEqual([
    ["bulletin", "limited", "ally"],
    ["statistics", "limited", "ally"],
  ]);
  expect((await hongKong.reads("bulletin")).join()).toMatch(/What workers reported: Q4 2026.*Wages not paid/);
  for (const as of ["centre", "node"] as const) {
    const answer = await asks(net, hongKong, bulletin, as);
    expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "private, no-store"]);
    expect(Buffer.byteLength(answer.body)).toBe(32_768);
  }
});

test("nobody but those allies gets anything: not a follower, a stranger, a former ally, nor one whose terms have changed", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong", "nairobi"]);
  const { net, beirut, hongKong, nairobi } = it;
  await nairobi.follows(beirut);
  await areAllies(net, beirut, hongKong, nairobi);
  await nairobi.endsAlliance(beirut);
  await net.settle();
  const released = await letsOut(it, beirut, ...manyBulletins(3), saysTable(), saysNothing());
  await net.settle();
  expect([await bulletinsAt(nairobi), await nairobi.timeline()]).toEqual([[], []]);
  expect(await bulletinsAt(hongKong)).toHaveLength(3);

  const never = await nobodyAsks(`${beirut.origin}/bulletins/5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11`);
  expect(never.status).toBe(404);
  const nothing = async (who: TestNode) => {
    for (const url of released) {
      expect(await nobodyAsks(url)).toEqual(never);
      for (const as of ["centre", "node"] as const) expect(await asks(net, who, url, as)).toEqual(never);
    }
  };
  await nothing(nairobi);
  await hongKong.endsAlliance(beirut);
  await net.settle();
  expect(await bulletinsAt(hongKong)).toEqual([]);
  await nothing(hongKong);
});

test("what the desk allows an ally of bulletins counts at once: to send them, to serve them, and to take them in", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong", "nairobi"]);
  const { net, beirut, hongKong, nairobi } = it;
  await areAllies(net, beirut, hongKong, nairobi);
  const allows = async (node: TestNode, ally: TestNode, bulletins: Partial<AllyCell>) => {
    const all = { send: true, accept: true, passOn: true };
    const grid = gridOf((kind) => (kind === "bulletins" ? { ...all, ...bulletins } : all));
    expect(await node.running.federation.allies.allow(ally.handle, grid)).toMatchObject({ ok: true });
  };
  const [one, two, three] = manyBulletins(3);
  if (one === undefined || two === undefined || three === undefined) return expect.fail();
  const ids = async (node: TestNode) => (await bulletinsAt(node)).map(({ bulletin }) => bulletin.id).toSorted();

  await allows(beirut, hongKong, { send: false });
  const [first = ""] = await letsOut(it, beirut, one);
  await net.settle();
  expect([await ids(hongKong), await ids(nairobi)]).toEqual([[], [one.id]]);
  expect((await asks(net, hongKong, first)).status).toBe(404);

  await allows(beirut, hongKong, {});
  await allows(nairobi, beirut, { accept: false });
  await letsOut(it, beirut, two);
  await net.settle();
  expect([await ids(hongKong), await ids(nairobi)]).toEqual([[two.id], [one.id]]);
  expect((await asks(net, hongKong, first)).status).toBe(200);

  // Whatever may be passed on, what is for allies goes no further from any of our nodes.
  await allows(hongKong, beirut, { passOn: true });
  const [third = ""] = await letsOut(it, beirut, three);
  await net.settle();
  const told = hongKong.running.store.objectViews.outbox(hongKong.id, 20);
  expect(JSON.stringify((await told).items)).not.toContain(three.id);
  expect((await nobodyAsks(`${hongKong.origin}${new URL(third).pathname}`)).status).toBe(404);
});

test("one for everybody is a page and a document at one address, until it is taken back; one for allies is neither", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong"]);
  const { net, beirut, hongKong } = it;
  await areAllies(net, beirut, hongKong);
  const [forAll, forAllies] = [saysBulletin({ audience: "public" }), saysBulletin({ sector: "fishing" })];
  const [open, hidden] = await letsOut(it, beirut, forAll, forAllies);
  if (open === undefined || hidden === undefined) return expect.fail();
  await net.settle();
  const never = `${beirut.origin}/bulletins/5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11`;
  /** Only the address that was asked for may be told back, in the ways to other languages. */
  const page = async (url: string) => {
    const { body, ...answer } = await nobodyAsks(url, "text/html");
    return { ...answer, body: body.replaceAll(url.slice(-36), "ID") };
  };
  expect(await page(open)).toMatchObject({ status: 200, body: expect.stringContaining("Wages not paid") });
  const document = await nobodyAsks(open);
  expect(document).toMatchObject({ status: 200, headers: { "cache-control": "public, no-cache" } });
  const [, how = ""] = /href=\\"([^"\\]+)/.exec(document.body) ?? [];
  expect(await page(how)).toMatchObject({ status: 200, body: expect.stringContaining("How bulletins are counted") });
  expect(await page(hidden)).toEqual(await page(never));

  await takesBack(it, beirut, forAll);
  await takesBack(it, beirut, forAllies);
  await net.settle();
  expect([(await page(open)).status, (await nobodyAsks(open)).status]).toEqual([410, 410]);
  expect(await page(hidden)).toEqual(await page(never));
});

test("one for everybody is read where somebody whom one follows passes it on, and goes again, whoever takes it back", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong", "nairobi"]);
  const { net, beirut, hongKong, nairobi } = it;
  await nairobi.follows(hongKong);
  const [first, second] = [
    saysBulletin({ audience: "public" }),
    saysBulletin({ audience: "public", sector: "fishing" }),
  ];
  const hidden = saysBulletin({ sector: "construction" });
  await areAllies(net, beirut, hongKong);
  const released = await letsOut(it, beirut, first, second, hidden);
  await net.settle();
  const announces: JsonObject[] = [];
  for (const object of released) announces.push(await passesOn(net, hongKong, object));
  await net.settle();
  const here = async () => (await bulletinsAt(nairobi)).map(({ bulletin }) => bulletin.id).toSorted();
  expect(await here()).toEqual([first.id, second.id].toSorted());
  expect((await nairobi.timeline()).map(({ from, via }) => [from, via])).toEqual([
    [beirut.id, hongKong.id],
    [beirut.id, hongKong.id],
  ]);

  await undoes(net, hongKong, announces[0] ?? expect.fail());
  await net.settle();
  expect(await here()).toEqual([second.id]);
  await takesBack(it, beirut, second);
  await net.settle();
  await net.pass(DAY + MINUTE);
  expect(await here()).toEqual([]);
});

test("feeds pass on one for everybody, of their own centre and of others, and take it back at once; nothing of one for allies", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong", "nairobi", "lima"]);
  const { net, beirut, hongKong, nairobi, lima } = it;
  await areAllies(net, beirut, hongKong);
  await hongKong.follows(beirut);
  await nairobi.follows(`${hongKong.origin}/feeds/lb.any.bulletin.any`);
  await lima.follows(`${beirut.origin}/feeds/any.t.any.any`);
  await net.settle();
  const [open, hidden] = [saysBulletin({ audience: "public" }), saysBulletin({ sector: "fishing" })];
  await letsOut(it, beirut, open, hidden);
  await net.settle();
  const readers = async () => {
    const lines = await Promise.all([hongKong, nairobi, lima].map(bulletinsAt));
    return lines.map((all) => all.map(({ bulletin }) => bulletin.id).toSorted());
  };
  expect(await readers()).toEqual([[open.id, hidden.id].toSorted(), [open.id], [open.id]]);

  await takesBack(it, beirut, open);
  await takesBack(it, beirut, hidden);
  await net.settle();
  expect(await readers()).toEqual([[], [], []]);
  for (const feed of ["lb.any.bulletin.any", "any.any.any.any"]) {
    for (const node of [beirut, hongKong]) {
      const { body } = await nobodyAsks(`${node.origin}/feeds/${feed}.json`, "application/feed+json");
      for (const { id } of [open, hidden]) expect(body).not.toContain(id);
    }
  }
});

test("a Delete that was lost is found in the list of what was taken back, within a day, and by nobody else", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong", "nairobi"]);
  const { net, beirut, hongKong, nairobi } = it;
  await areAllies(net, beirut, hongKong, nairobi);
  const [first, second] = manyBulletins(2);
  if (first === undefined || second === undefined) return expect.fail();
  await letsOut(it, beirut, first, second);
  await net.settle();
  await net.pass(HOUR);
  await takesBack(it, beirut, first);
  await loses(beirut);
  await net.settle();
  expect(await bulletinsAt(hongKong)).toHaveLength(2);

  const list = `${beirut.id}/withdrawn`;
  const theirs = await asks(net, hongKong, list, "node");
  expect(JSON.parse(theirs.body)).toMatchObject({ orderedItems: [`${beirut.origin}/bulletins/${first.id}`] });
  const never = await nobodyAsks(`${beirut.origin}/centres/nobody/withdrawn`);
  expect(await nobodyAsks(list)).toEqual(never);
  await net.pass(DAY + MINUTE);
  expect((await bulletinsAt(hongKong)).map(({ bulletin }) => bulletin.id)).toEqual([second.id]);
  expect((await bulletinsAt(nairobi)).map(({ bulletin }) => bulletin.id)).toEqual([second.id]);
  expect((await bulletinsAt(beirut)).map(({ bulletin }) => bulletin.id)).toEqual([second.id]);
});

/** Everything that this node has to send now is lost on its way, and it believes that it arrived. */
async function loses({ running: { store } }: TestNode): Promise<void> {
  const now = Date.UTC(2030, 0, 1);
  const leased = await store.deliveries.lease(now, { limit: 99, leaseFor: 1, perHost: 99, busy: new Map() });
  await store.deliveries.settle(
    now,
    leased.map(({ id }) => ({ id, type: "done" as const })),
    [],
  );
}

test("a bulletin taken back goes from every desk at once, also from one that was away meanwhile", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong", "nairobi"]);
  const { net, beirut, hongKong, nairobi } = it;
  await areAllies(net, beirut, hongKong, nairobi);
  await nairobi.stop();
  const said = saysBulletin();
  await letsOut(it, beirut, said);
  await net.settle();
  expect(await bulletinsAt(hongKong)).toHaveLength(1);
  await takesBack(it, beirut, said);
  await nairobi.start();
  await net.pass(2 * HOUR);
  for (const node of [beirut, hongKong, nairobi]) expect([node.name, await bulletinsAt(node)]).toEqual([node.name, []]);
});

test("a key that is taken away stops what waits for an ally who was away", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong"]);
  const { net, who, beirut, hongKong } = it;
  await areAllies(net, beirut, hongKong);
  await hongKong.stop();
  const [object] = await letsOut(it, beirut, saysBulletin());
  await net.settle();
  who.leaves(0);
  await hongKong.start();
  await net.pass(2 * HOUR);
  expect(await bulletinsAt(hongKong)).toEqual([]);
  const lines = await beirut.running.store.deliveryViews.lines("failed", 9);
  expect(lines.map(({ lastError }) => lastError)).toEqual([{ type: "not approved" }]);
  expect(await beirut.running.store.bulletinViews.told(object ?? expect.fail())).toMatchObject([{ delivered: false }]);
});

test("what is for everybody reaches followers and allies with a proof, and stands in the outbox", async () => {
  await using it = await releaseNetwork(["beirut", "hongKong", "nairobi"]);
  const { net, beirut, hongKong, nairobi } = it;
  await nairobi.follows(beirut);
  await areAllies(net, beirut, hongKong);
  const [object] = await letsOut(it, beirut, saysBulletin({ audience: "public" }));
  await net.settle();
  for (const node of [hongKong, nairobi]) expect([node.name, (await bulletinsAt(node)).length]).toEqual([node.name, 1]);
  const answer = await nobodyAsks(object ?? expect.fail());
  expect([answer.status, Buffer.byteLength(answer.body), "proof" in JSON.parse(answer.body)]).toEqual([
    200,
    32_768,
    true,
  ]);
  expect((await nobodyAsks(`${beirut.id}/outbox`)).body).not.toContain('"totalItems":0');
  expect(await beirut.running.store.bulletinViews.listPublic({})).toHaveLength(1);
  expect(await hongKong.running.store.bulletinViews.listPublic({})).toEqual([]);
});

test("of eight nodes each gets what its terms say, on one day, whoever was away", async () => {
  await using it = await releaseNetwork(["beirut", "a", "b", "c", "d", "e", "f", "g"].map((name) => `${name}-hall`));
  const [beirut, a, b, c, d, e, f, g] = it.nodes;
  if (beirut === undefined || a === undefined || b === undefined || c === undefined) return expect.fail();
  if (d === undefined || e === undefined || f === undefined || g === undefined) return expect.fail();
  const { net } = it;
  await areAllies(net, beirut, a, b, c, d);
  await e.follows(beirut);
  await areAllies(net, beirut, f);
  await beirut.endsAlliance(f);
  await net.settle();
  await d.stop();
  await letsOut(it, beirut, ...manyBulletins(6), saysTable(), saysTable("main_abuse"));
  await letsOut(it, a, saysNothing());
  await net.settle();
  await d.start();
  await net.pass(2 * HOUR);
  const kept = async (node: TestNode) => [
    (await bulletinsAt(node)).length,
    (await node.running.store.bulletinViews.tables({})).length,
  ];
  for (const node of [beirut, a, b, c, d]) expect([node.name, await kept(node)]).toEqual([node.name, [6, 2]]);
  for (const node of [e, f, g]) expect([node.name, await kept(node)]).toEqual([node.name, [0, 0]]);
  for (const node of [e, f, g]) expect(await node.timeline()).toEqual([]);
});
