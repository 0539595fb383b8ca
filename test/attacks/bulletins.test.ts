import { generateKeyPairSync } from "node:crypto";
import { DAY, HOUR, type ObjectId, type Region, type SignedRelease } from "@commonhall/domain";
import { digestOf, signRequest } from "@commonhall/federation";
import { ally, RELEASE_DAY, saysBulletin, saysNothing, saysTable } from "@commonhall/testkit";
import { isJsonObject, releaseDocument, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import {
  answerOf,
  areAllies,
  asks,
  bulletinsAt,
  letsOut,
  manyBulletins,
  nobodyAsks,
  releaseNetwork,
  stateOf,
} from "../release-days.ts";
import { stranger, type Stranger } from "./stranger.ts";

/*
 * Attack A8 (anonymity.md 6.2), as far as it goes over the network: an ally who means harm, one who was an ally, and
 * somebody who never was. They fetch, follow in the name of others, replay, walk through what can be listed, forge, and
 * look at sizes and order.
 */

const SECRET = "Amal Haddad of BuildCo";

/** Beirut and an ally, and somebody with a server and keys of their own, who is what a test makes of them. */
async function scene({ isAlly = false } = {}) {
  const it = await releaseNetwork(["beirut", "hongKong"]);
  const { net, beirut, hongKong } = it;
  const them = await stranger(net.clock);
  await areAllies(net, beirut, hongKong);
  net.clock.set(RELEASE_DAY);
  const becomes = async (state: "accepted" | "ended"): Promise<void> => {
    const { remoteActors, allies } = beirut.running.store.direct;
    if ((await remoteActors.get(them.actor)) === undefined) {
      await beirut.running.federation.follow.follow(them.id);
      await net.settle();
    }
    expect(await remoteActors.get(them.actor)).toBeDefined();
    await allies.put(ally(them.actor, { state, since: net.clock() }));
  };
  if (isAlly) await becomes("accepted");
  const got = () => them.server.requests.filter(({ method, body }) => method === "POST" && body.includes("bulletins"));
  return {
    ...it,
    them,
    becomes,
    got,
    async [Symbol.asyncDispose]() {
      await them[Symbol.asyncDispose]();
      await it[Symbol.asyncDispose]();
    },
  };
}

type Scene = Awaited<ReturnType<typeof scene>>;

describe("A8: somebody who is no ally learns nothing that is for allies", () => {
  const never = ({ beirut }: Scene) => nobodyAsks(`${beirut.origin}/bulletins/5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11`);

  test("by fetching: unsigned, signed as themselves, in the name of an ally, or with what an ally signed for something else", async () => {
    await using it = await scene();
    const released = await letsOut(it, it.beirut, saysBulletin(), saysTable(), saysNothing());
    await it.net.settle();
    const nothing = await never(it);
    expect(nothing.status).toBe(404);
    for (const url of [...released, `${it.beirut.id}/withdrawn`]) {
      expect(await nobodyAsks(url)).toEqual(nothing);
      expect(await answerOf(await it.them.gets(url))).toEqual(nothing);
      expect(await answerOf(await it.them.gets(url, { keyId: `${it.hongKong.id}#main-key` }))).toEqual(nothing);
    }
    expect((await asks(it.net, it.hongKong, released[0] ?? "")).status).toBe(200);
  });

  test("by what told of it: the activity is nobody's but the ally's", async () => {
    await using it = await scene();
    await letsOut(it, it.beirut, saysBulletin());
    const [line] = await it.beirut.running.store.deliveryViews.lines(undefined, 1);
    const activity = line?.activity ?? expect.fail("nothing waits");
    const nothing = await nobodyAsks(`${it.beirut.origin}/activities/0199f0aa-0000-7000-8000-000000000000`);
    expect(await nobodyAsks(activity)).toEqual(nothing);
    expect(await answerOf(await it.them.gets(activity))).toEqual(nothing);
    expect((await asks(it.net, it.hongKong, activity)).status).toBe(200);
  });

  test("by following, in their own name or in the name of an ally", async () => {
    await using it = await scene();
    const follow = (actor: string): JsonObject => ({
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${new URL(actor).origin}/follows/1`,
      type: "Follow",
      actor,
      object: it.beirut.id,
    });
    expect(await it.them.sends(it.beirut, follow(it.them.id))).toBe(202);
    expect(await it.them.sends(it.beirut, follow(it.hongKong.id), { keyId: `${it.hongKong.id}#main-key` })).toBe(401);
    await it.net.settle();
    await letsOut(it, it.beirut, ...manyBulletins(3));
    await it.net.settle();
    expect(await bulletinsAt(it.hongKong)).toHaveLength(3);
    expect(it.got()).toEqual([]);
  });

  test("by walking through everything that can be listed: nothing of it changes on a release day", async () => {
    await using it = await scene();
    const walk = async () => {
      const { beirut, them } = it;
      const below = [
        "",
        "/outbox",
        "/outbox?page=1",
        "/followers",
        "/following",
        "/featured",
        "/allies",
        "/withdrawn",
        "/affiliates",
      ];
      const urls = below.map((path) => `${beirut.id}${path}`);
      const pages = [
        "/",
        "/bulletins",
        "/feed",
        "/atom.xml",
        "/nodeinfo/2.1",
        "/sitemap.xml",
        "/calls",
        "/actor/outbox",
      ];
      const all = [...urls, ...pages.map((path) => beirut.origin + path)];
      const seen = [];
      for (const url of all) {
        seen.push([
          url,
          await nobodyAsks(url),
          await nobodyAsks(url, "text/html"),
          await answerOf(await them.gets(url)),
        ]);
      }
      return seen;
    };
    const before = await walk();
    await letsOut(it, it.beirut, ...manyBulletins(3), saysTable());
    await it.net.settle();
    expect(await walk()).toEqual(before);
  });

  test("by having been an ally", async () => {
    await using it = await scene({ isAlly: true });
    await it.becomes("ended");
    const released = await letsOut(it, it.beirut, saysBulletin(), saysNothing());
    await it.net.settle();
    expect(it.got()).toEqual([]);
    const nothing = await never(it);
    for (const url of released) expect(await answerOf(await it.them.gets(url))).toEqual(nothing);
  });
});

describe("A8: what an ally got is theirs alone", () => {
  /** What somebody got as an ally, to the byte. */
  async function captured() {
    const it = await scene({ isAlly: true });
    await letsOut(it, it.beirut, saysBulletin());
    await it.net.settle();
    const [request = expect.fail("nothing came")] = it.got();
    return { ...it, it, request };
  }

  test("replayed to another node with the signature it came with, it is refused", async () => {
    const { it, request, hongKong, them } = await captured();
    await using _ = it;
    const before = await stateOf(hongKong);
    expect(await them.posts(hongKong.origin, { ...request, path: "/inbox" })).toBe(401);
    const path = new URL(`${hongKong.id}/inbox`).pathname;
    expect(await them.posts(hongKong.origin, { ...request, path })).toBe(401);
    await it.net.settle();
    expect(await stateOf(hongKong)).toBe(before);
  });

  test("passed on under a signature of their own, it is nobody's word", async () => {
    const { it, request, hongKong, them, net } = await captured();
    await using _ = it;
    await hongKong.endsAlliance(it.beirut);
    await net.settle();
    const before = await stateOf(hongKong);
    const activity: JsonObject = JSON.parse(request.body);
    expect(await them.sends(hongKong, activity)).toBe(401);
    const object = activity["object"] ?? "";
    const own = {
      "@context": activity["@context"] ?? "",
      id: `${them.server.origin}/a/1`,
      actor: them.id,
      to: [hongKong.id],
    };
    expect(await them.sends(hongKong, { ...own, type: "Create", object })).toBe(400);
    expect(await them.sends(hongKong, { ...own, id: `${them.server.origin}/a/2`, type: "Announce", object })).toBe(202);
    await net.settle();
    expect(await stateOf(hongKong)).toBe(before);
  });

  test("it proves nothing to anybody else: no proof and no signature is in it", async () => {
    const { it, request } = await captured();
    await using _ = it;
    expect(request.body).not.toMatch(/"(proof|signature|proofValue|signatureValue)"/);
  });

  test("and its sender sends it once: what is replayed to them, or asked of them again, changes nothing", async () => {
    const { it, request, beirut, them, net } = await captured();
    await using _ = it;
    const before = await stateOf(beirut);
    expect(await them.posts(beirut.origin, { ...request, path: "/inbox" })).toBe(403);
    await net.settle();
    expect(await stateOf(beirut)).toBe(before);
    expect(it.got()).toHaveLength(1);
  });
});

test("A8: whoever sees nothing but the line sees one size, one time and no order", async () => {
  await using it = await scene({ isAlly: true });
  const provinces = [..."ABCDEFGHIJKL"];
  const said: SignedRelease[] = provinces.flatMap((one) => [
    saysBulletin({ place: `LB-${one}` as Region, abuse: [] }),
    saysBulletin({ place: `LB-${one}` as Region, level: "B0", origin: "034", people: "100+" }),
  ]);
  said.push(saysTable(), saysTable("main_abuse"), saysNothing());
  const released: readonly ObjectId[] = await letsOut(it, it.beirut, ...said);
  await it.net.settle();
  const requests = it.got();
  expect(requests).toHaveLength(released.length);
  expect(new Set(requests.map(({ body }) => Buffer.byteLength(body))).size).toBe(1);
  expect(new Set(requests.map(({ headers }) => headers["content-length"])).size).toBe(1);
  const objects = requests.map(({ body }): JsonObject => JSON.parse(body).object);
  expect(new Set(objects.map((object) => Buffer.byteLength(JSON.stringify(object))))).toEqual(new Set([32_768]));
  expect(new Set(objects.map(({ published }) => published))).toEqual(new Set(["2027-02-02T09:00:00Z"]));
  const order = objects.map(({ id }) => released.findIndex((one) => one === id));
  expect(order.toSorted((a, b) => a - b)).toEqual(released.map((_, at) => at));
  // Sorted by size of group, by level or by kind they would come in one of few orders; they come in any.
  const kinds = order.map((at) => (at < 24 ? at % 2 : 2));
  expect(kinds).not.toEqual(kinds.toSorted((a, b) => a - b));
  expect(order).not.toEqual(order.toSorted((a, b) => a - b));
});

describe("A8: an ally who means harm", () => {
  const built = (them: Stranger, said: SignedRelease): JsonObject =>
    releaseDocument({
      site: { origin: them.server.origin, handleHost: "them.example" },
      centre: { id: them.actor, languages: [] as never },
      said,
      proven: (document) => document,
    });
  let count = 0;
  const tells = (them: Stranger, object: JsonObject, type = "Create"): JsonObject => ({
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${them.server.origin}/activities/${(count += 1)}`,
    type,
    actor: them.id,
    to: [`${them.id}/allies`],
    object,
  });
  const create = (them: Stranger, object: JsonObject): Attempt => ({ activity: tells(them, object) });
  const update = (them: Stranger, object: JsonObject): Attempt => ({
    activity: tells(them, { ...object, updated: "2027-02-03T00:00:00Z" }, "Update"),
  });
  const inGroup = (document: JsonObject, change: JsonObject): JsonObject => {
    const { group } = document;
    return { ...document, group: { ...(isJsonObject(group) ? group : {}), ...change } };
  };

  /** A node that has a bulletin of theirs, and one of its own. */
  async function believing() {
    const it = await scene({ isAlly: true });
    const said = saysBulletin();
    expect(await it.them.sends(it.beirut, tells(it.them, built(it.them, said)))).toBe(202);
    const [own = expect.fail("nothing was let out")] = await letsOut(it, it.beirut, saysBulletin());
    await it.net.settle();
    expect(await bulletinsAt(it.beirut)).toHaveLength(2);
    return { ...it, it, said, own };
  }
  interface Attempt {
    readonly activity: JsonObject;
    /** Of the answer; it is taken for later where nothing is said. */
    readonly status?: number;
  }
  type Believing = Awaited<ReturnType<typeof believing>>;

  const other = () => saysBulletin({ sector: "fishing" });
  const ATTEMPTS: readonly (readonly [string, (of: Believing) => Attempt])[] = [
    ["a field under group", ({ them }) => create(them, inGroup(built(them, other()), { employer: SECRET }))],
    ["a field beside it", ({ them }) => create(them, { ...built(them, other()), summary: SECRET })],
    ["words in the pad", ({ them }) => create(them, { ...built(them, other()), pad: SECRET })],
    ["ten people", ({ them }) => create(them, inGroup(built(them, other()), { threshold: 10 }))],
    ["a town", ({ them }) => create(them, inGroup(built(them, other()), { place: "LB-BEIRUT" }))],
    ["another hour", ({ them }) => create(them, { ...built(them, other()), published: "2027-02-02T12:00:00Z" })],
    ["an Update of theirs", ({ them, said }) => update(them, inGroup(built(them, said), { people: "100+" }))],
    ["theirs again, otherwise", ({ them, said }) => create(them, inGroup(built(them, said), { people: "100+" }))],
    ["the same group again", ({ them }) => create(them, built(them, saysBulletin({ people: "100+" })))],
    [
      "an ordinary note in its place",
      ({ them, said }) => {
        const { kind: _, group: __, ...note } = built(them, said);
        return update(them, { ...note, content: SECRET });
      },
    ],
    [
      "the end of ours",
      ({ them, own }) => ({ activity: tells(them, { id: own, type: "Tombstone" }, "Delete"), status: 400 }),
    ],
    ["an Update of ours", ({ them, own }) => ({ ...update(them, { ...built(them, other()), id: own }), status: 400 })],
    [
      "somebody else as its author",
      ({ them, hongKong }) => ({
        ...create(them, { ...built(them, other()), attributedTo: hongKong.id }),
        status: 400,
      }),
    ],
    [
      "an id of another server",
      ({ them, hongKong }) => {
        const id = `${hongKong.origin}/bulletins/${saysNothing().id}`;
        return { ...create(them, { ...built(them, other()), id }), status: 400 };
      },
    ],
    [
      "in our name what we never said",
      ({ them, beirut }) => {
        const id = `${beirut.origin}/bulletins/${saysNothing().id}`;
        return { activity: tells(them, { ...built(them, other()), id, attributedTo: beirut.id }, "Announce") };
      },
    ],
  ];

  test("forges, alters and lies as they may: nothing here changes", async () => {
    const of = await believing();
    await using _ = of.it;
    const before = await stateOf(of.beirut);
    for (const [what, attempt] of ATTEMPTS) {
      const { activity, status = 202 } = attempt(of);
      expect([what, await of.them.sends(of.beirut, activity)]).toEqual([what, status]);
      await of.net.settle();
      expect([what, await stateOf(of.beirut)]).toEqual([what, before]);
    }
    // And what is in order still comes, from the same sender.
    expect(await of.them.sends(of.beirut, tells(of.them, built(of.them, other())))).toBe(202);
    await of.net.settle();
    expect(await bulletinsAt(of.beirut)).toHaveLength(3);
  });

  test("shows as taken back what others said: theirs goes, everything else stays", async () => {
    const { it, beirut, hongKong, them, net, own } = await believing();
    await using _ = it;
    const [theirs] = await letsOut(it, hongKong, saysBulletin({ sector: "fishing" }));
    await net.settle();
    const all = (await bulletinsAt(beirut)).map(({ object }) => object);
    expect(all).toHaveLength(3);
    them.pages.set("/actor/withdrawn", { type: "OrderedCollection", orderedItems: all });
    await net.pass(DAY + HOUR);
    expect((await bulletinsAt(beirut)).map(({ object }) => object).toSorted()).toEqual([own, theirs].toSorted());
  });
});

test("one stolen key, two keys that nobody enrolled, and no key at all: nothing is let out of any node", async () => {
  await using it = await releaseNetwork(["beirut"]);
  const { net, who, beirut } = it;
  net.clock.set(RELEASE_DAY);
  const { bulletins } = beirut.running.federation;
  const said = saysBulletin();
  const good = who.releasable(said);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const digest = digestOf(Buffer.from(good.payload));
  const foreign = await signRequest(
    { method: "POST", url: new URL(beirut.origin), at: net.clock(), digest },
    { keyId: "0", privateKey },
    "cavage",
  );
  for (const approval of [
    who.approve(good.payload, [0]),
    who.approve(good.payload, [0, 0]),
    "",
    "null",
    "[]",
    JSON.stringify(foreign),
  ]) {
    expect(await bulletins.publishReleases([{ ...good, approval }])).toMatchObject({
      ok: false,
      error: { type: "not approved" },
    });
    expect(await bulletins.withdraw({ id: said.id, payload: good.payload, approval })).toMatchObject({ ok: false });
  }
  expect(await bulletinsAt(beirut)).toEqual([]);
});
