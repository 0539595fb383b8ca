import { createPublicKey } from "node:crypto";
import { ANY, DAY, FEED_KINDS, PLACES_TO_CHOOSE, trusted, UNION_FEDERATIONS } from "@commonhall/domain";
import { isJsonObject, parseActor, verifyProof } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { FEED, feedScene, pathOf, type FeedScene } from "./feed-scene.fixture.ts";

const asked = (resource: string) => `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`;
const finger = (it: FeedScene, name: string) => it.get(asked(`acct:${name}@hall.example`));

/** Everything that the node keeps of feeds. */
async function kept({ here }: FeedScene) {
  const { feeds, localActors } = here.store.direct;
  return [await feeds.count(), (await localActors.all()).length];
}

describe("a feed that nobody has made", () => {
  test("is found by its name, however it is written, and by its address", async () => {
    await using it = await feedScene();
    for (const resource of [`acct:${FEED}@hall.example`, `acct:${FEED.toUpperCase()}@hall.example`, it.feed(FEED)]) {
      const { status, json } = await it.get(asked(resource));
      expect(status).toBe(200);
      expect(json).toMatchObject({
        subject: `acct:${FEED}@hall.example`,
        links: [{ rel: "self", type: "application/activity+json", href: it.feed(FEED) }, {}],
      });
    }
  });

  test("shows itself as an actor that every program knows, with the key of its node under its own name", async () => {
    await using it = await feedScene();
    const { json } = await it.get(`/feeds/${FEED}`);
    expect(json).toMatchObject({
      id: it.feed(FEED),
      type: "Service",
      kind: "Feed",
      preferredUsername: FEED,
      webfinger: `${FEED}@hall.example`,
      name: "News of campaigns, construction, California (United States)",
      inbox: `${it.feed(FEED)}/inbox`,
      attributedTo: it.here.centre,
      feedFilter: { regions: ["US-CA"], sectors: ["isic4:F"], kinds: ["CampaignPost"], languages: [] },
    });
    const read = parseActor(json);
    const actor = read.ok ? read.value : undefined;
    expect(actor?.remote).toMatchObject({ kind: "Feed", outbox: `${it.feed(FEED)}/outbox` });
    expect(actor?.keys.map(({ id, owner }) => [id, owner])).toEqual([
      [`${it.feed(FEED)}#main-key`, it.feed(FEED)],
      [`${it.feed(FEED)}#ed25519-key`, it.feed(FEED)],
    ]);
    const ed25519 = actor?.keys.find(({ algorithm }) => algorithm === "Ed25519");
    expect(verifyProof(json, createPublicKey(ed25519?.publicKey ?? ""))).toBe(true);
  });

  test.each([
    ["us.idwf.any.any", { regions: ["US"], sectors: ["isic4:T97"] }],
    ["419.any.post.es-419", { regions: ["419"], sectors: [], kinds: ["CampaignPost"], languages: ["es-419"] }],
    [
      "grp-gcc.t97.statistics.ar",
      { regions: ["grp-gcc"], sectors: ["isic4:T97"], kinds: ["StatTable"], languages: ["ar"] },
    ],
  ])("%s says what it lets through", async (name, filter) => {
    await using it = await feedScene();
    expect((await it.get(`/feeds/${name}`)).json["feedFilter"]).toMatchObject(filter);
  });

  test("has collections that tell nothing of who follows", async () => {
    await using it = await feedScene();
    for (const name of ["followers", "featured", "outbox"]) {
      const { status, json } = await it.get(`/feeds/${FEED}/${name}`);
      expect([status, json["type"]]).toEqual([200, "OrderedCollection"]);
    }
    expect((await it.get(`/feeds/${FEED}/followers`)).json).not.toHaveProperty("totalItems");
  });

  test.each([
    "us-zz.f.call.any",
    "f.us-ca.call.any",
    "us-ca.call.f.any",
    "us.f.note.any",
    "us.f.call.x-secret",
    "us.f.call",
  ])("is none where a code is unknown or in the wrong place: %s", async (name) => {
    await using it = await feedScene();
    expect((await finger(it, name)).status).toBe(404);
    expect((await it.get(`/feeds/${name}/outbox`)).status).not.toBe(200);
    expect((await it.get(`/feeds/${name}`)).status).not.toBe(200);
  });

  test("leaves nothing behind, however many are looked up", async () => {
    await using it = await feedScene();
    const before = await kept(it);
    const places = [ANY, ...PLACES_TO_CHOOSE.countries, ...PLACES_TO_CHOOSE.groups];
    const branches = [ANY, ..."abcdefghijklmnopqrstu", ...UNION_FEDERATIONS.all];
    let asked = 0;
    for (const place of places) {
      for (const branch of branches) {
        for (const kind of [ANY, ...FEED_KINDS]) {
          for (const language of [ANY, "es"]) {
            const name = `${place}.${branch}.${kind}.${language}`;
            asked += 1;
            const { status } = await finger(it, name);
            if (status !== 200) throw new Error(`${name} is not found`);
            if (asked % 1000 === 0) expect((await it.get(`/feeds/${name}`)).status).toBe(200);
          }
        }
      }
    }
    expect(asked).toBeGreaterThan(100_000);
    expect(await kept(it)).toEqual(before);
  }, 600_000);
});

describe("a feed that somebody followed and nobody uses any more", () => {
  test("is dropped after ninety days, says so, and is there again as soon as somebody asks for it", async () => {
    await using it = await feedScene();
    await it.follows(FEED);
    await it.unfollows(FEED);
    it.here.clock.advance(89 * DAY);
    await it.here.federation.drain();
    expect((await it.get(`/feeds/${FEED}`)).status).toBe(200);
    it.here.clock.advance(2 * DAY);
    await it.here.federation.drain();
    expect(await it.here.store.direct.feeds.count()).toBe(0);
    expect((await it.get(`/feeds/${FEED}`)).status).toBe(410);
    expect((await finger(it, FEED)).status).toBe(200);
    expect((await it.get(`/feeds/${FEED}`)).status).toBe(200);
    expect(await it.here.store.direct.feeds.count()).toBe(0);
  });

  test("is made again by a Follow", async () => {
    await using it = await feedScene();
    await it.follows(FEED);
    await it.unfollows(FEED);
    it.here.clock.advance(91 * DAY);
    await it.here.federation.drain();
    await it.follows(FEED);
    expect((await it.get(`/feeds/${FEED}`)).status).toBe(200);
    expect((await it.told()).at(-1)).toMatchObject({ type: "Accept", actor: it.feed(FEED) });
  });

  test("stays as long as anybody follows it", async () => {
    await using it = await feedScene();
    await it.follows(FEED);
    it.here.clock.advance(400 * DAY);
    await it.here.federation.drain();
    expect(await it.here.store.direct.feeds.count()).toBe(1);
  });
});

describe("the outbox of a feed", () => {
  test("has what fits whole, newest first, in pages that anybody can read on", async () => {
    await using it = await feedScene();
    for (let number = 1; number <= 45; number += 1) {
      it.here.clock.advance(1000);
      await it.here.takesIn(it.ally.creates(it.post(`${number}`)));
    }
    await it.here.takesIn(it.ally.creates(it.post("Somewhere else", { regions: ["LB"] })));
    await it.here.reads();
    expect(await it.outbox(FEED)).toEqual(Array.from({ length: 45 }, (_, at) => `${45 - at}`));
    const first = await it.get(`/feeds/${FEED}/outbox?page=first`);
    const [item] = [first.json["orderedItems"]].flat();
    expect(item).toMatchObject({
      type: "Announce",
      actor: it.feed(FEED),
      object: { type: "Note", attributedTo: it.ally.id },
    });
    const alone = await it.get(pathOf(item));
    const { id, object } = isJsonObject(item) ? item : {};
    expect(isJsonObject(object) && alone.json).toMatchObject({
      id,
      type: "Announce",
      object: isJsonObject(object) && object["id"],
    });
  });

  test("says of what was withdrawn that it was, and of what never was nothing", async () => {
    await using it = await feedScene();
    await it.follows(FEED);
    const post = it.post("Twelve were arrested");
    await it.here.takesIn(it.ally.creates(post));
    await it.here.reads();
    const announce = (await it.told()).find(({ type }) => type === "Announce");
    const path = pathOf(announce);
    expect((await it.get(path)).json).toEqual(announce);
    await it.here.takesIn(it.ally.deletes(post));
    await it.here.reads();
    expect(await it.outbox(FEED)).toEqual([]);
    expect(await it.get(path)).toMatchObject({ status: 410, json: { type: "Tombstone" } });
    expect((await it.get(path.replace(FEED, "lb.any.any.any"))).status).toBe(404);
    expect((await it.get(`/feeds/${FEED}/announces/none`)).status).toBe(404);
    expect(await it.here.store.direct.objects.tombstone(trusted.object(post.id))).toBeDefined();
  });
});
