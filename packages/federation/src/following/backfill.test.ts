import { DAY, HOUR, ok, trusted } from "@commonhall/domain";
import type { JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { inCommits } from "../inbox/handling.ts";
import { createHttpClient } from "../http/client.ts";
import { server, type Server } from "../testing/server.fixture.ts";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { somebody, type Said, type Somebody } from "../testing/somebody.fixture.ts";
import { backfill } from "./backfill.ts";

async function scene(): Promise<
  {
    here: Hall;
    there: Server;
    ally: Somebody;
    read: (actor?: Somebody) => ReturnType<typeof backfill>;
  } & AsyncDisposable
> {
  const [here, there] = [await hall(), await server()];
  const ally = somebody(`${there.origin}/centres/ally`, here.clock);
  const document = JSON.stringify(ally.document());
  await here.knows({ ...ally.known, outbox: `${there.origin}/outbox`, document });
  await here.follows(ally.id);
  const levels = { of: async () => "accept" as const };
  const client = createHttpClient(here.ports, { levels, keys: { signerFor: async () => undefined } });
  const notFound = async () => ({ ok: false, error: { type: "gone", status: 404 } }) as const;
  const find = { fresh: notFound, byAccount: notFound, byAddress: notFound };
  const inCommit = inCommits(here.ports, { forget: () => undefined });
  return {
    here,
    there,
    ally,
    read: (actor = ally) =>
      backfill(
        { client, find, direct: here.ports.direct, clock: here.clock, inCommit },
        { type: "backfill", actor: actor.id },
      ),
    async [Symbol.asyncDispose]() {
      await client.close();
      await here[Symbol.asyncDispose]();
      await there.close();
    },
  };
}

const AS2 = "https://www.w3.org/ns/activitystreams";
const daysAgo = (it: { here: Hall }, days: number) => ({
  published: new Date(it.here.clock() - days * DAY).toISOString(),
});
const outbox = ({ origin }: Server, first: string) => ({
  "@context": AS2,
  id: `${origin}/outbox`,
  type: "OrderedCollection",
  first,
});
const page = ({ origin }: Server, path: string, items: readonly JsonObject[], next?: string): JsonObject => ({
  "@context": AS2,
  id: `${origin}${path}`,
  type: "OrderedCollectionPage",
  orderedItems: items,
  ...(next === undefined ? {} : { next: `${origin}${next}` }),
});

function showsOutbox(it: { there: Server }, pages: readonly (readonly JsonObject[])[]): void {
  it.there.shows("/outbox", outbox(it.there, `${it.there.origin}/outbox?page=0`));
  pages.forEach((items, number) => {
    const next = number + 1 < pages.length ? `/outbox?page=${number + 1}` : undefined;
    it.there.shows(`/outbox?page=${number}`, page(it.there, `/outbox?page=${number}`, items, next));
  });
}

describe("what was said before we followed", () => {
  test("is read page by page, stands at its own time, and counts as history", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const notes = [1, 2, 3].map((days) => ally.note(`${days} days ago`, daysAgo(it, days)));
    showsOutbox(
      it,
      notes.map((note) => [ally.creates(note)]),
    );
    expect(await it.read()).toEqual(ok());
    expect(await here.list()).toEqual(["1 days ago", "2 days ago", "3 days ago"]);
    const { items } = await here.store.objectViews.timeline({ limit: 9 });
    expect(items[2]?.object.published).toBe(here.clock() - 3 * DAY);
  });

  test("is read in the forms that other programs give it: without contexts, with the first page inside, by ids", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    const { "@context": _, ...bare } = ally.creates(ally.note("Without a context"));
    const byId = ally.note("By its id");
    const first = {
      type: "OrderedCollectionPage",
      orderedItems: [bare, { ...ally.creates(byId), object: byId.id }, "https://elsewhere.example/activities/1", 7],
    };
    there.shows("/outbox", { "@context": AS2, id: `${there.origin}/outbox`, type: "OrderedCollection", first });
    await it.read();
    expect(await here.list()).toEqual(["Without a context"]);
    expect(await here.tasks()).toEqual([{ type: "fetch object", object: byId.id, via: ally.id, backfilled: true }]);
  });

  test("has what was passed on, as far as the copy can be believed", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const stranger = somebody("https://stranger.example/users/s", here.clock);
    await here.knows(stranger.known);
    await here.store.direct.keys.put(stranger.proofKey);
    const [proven, forged] = [stranger.proves(stranger.note("Proven")), stranger.note("Forged")];
    showsOutbox(it, [[ally.announces(proven), ally.announces(forged), ally.announces(ally.note("Own"))]]);
    await it.read();
    expect((await here.list()).toSorted()).toEqual(["Own", "Proven"]);
    expect(await here.tasks()).toEqual([{ type: "fetch object", object: forged.id, via: ally.id, backfilled: true }]);
  });

  test("is believed by its proof where its origin is gone; what proves nothing is never kept", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    const dead = somebody("http://127.0.0.1:9/centres/dead", here.clock);
    const feed = somebody(`${there.origin}/feeds/any.any.any.any`, here.clock);
    await here.knows({ ...feed.known, kind: "Feed", outbox: `${there.origin}/outbox` });
    await here.follows(feed.id);
    await here.knows(dead.known);
    await here.store.direct.keys.put(dead.proofKey);
    const proven = dead.proves(dead.note("Proven", { kind: "CampaignPost", ...daysAgo(it, 3) }));
    const forged = { ...dead.proves(dead.note("As it was")), content: "<p>Forged</p>" };
    const bySomebodyElse = ally.proves(dead.note("Signed by another"));
    showsOutbox(it, [[proven, forged, bySomebodyElse].map((one) => feed.announces(one))]);
    await it.read(feed);
    await here.federation.drain();
    here.clock.advance(8 * DAY);
    await here.federation.drain();
    expect(await here.list()).toEqual(["Proven"]);
    expect((await here.store.feedViews.items({}, { isFor: "followers", limit: 9 })).items).toHaveLength(1);
  });

  test("is not what others say in this outbox", async () => {
    await using it = await scene();
    const neighbour = somebody(`${it.there.origin}/users/neighbour`, it.here.clock);
    showsOutbox(it, [
      [
        neighbour.creates(neighbour.note("Not by the ally")),
        it.ally.creates({ ...it.ally.note("Forged"), attributedTo: neighbour.id }),
      ],
    ]);
    await it.read();
    expect(await it.here.list()).toEqual([]);
  });

  test("is not what another server shows, to which this one points or sends on", async () => {
    await using it = await scene();
    await using other = await server();
    const { there, ally } = it;
    const items = [ally.creates(ally.note("Forged"))];
    other.shows("/page", { "@context": AS2, type: "OrderedCollectionPage", orderedItems: items });
    there.shows("/outbox", { "@context": AS2, type: "OrderedCollection", first: `${other.origin}/page` });
    expect(await it.read()).toMatchObject({ ok: false, error: { type: "unreadable" } });
    expect(await it.here.list()).toEqual([]);
  });

  test("does not come back once it has been deleted", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const note = ally.note("Taken back");
    await here.takesIn(ally.deletes(note));
    await here.reads();
    showsOutbox(it, [[ally.creates(note), ally.announces(note)]]);
    await it.read();
    expect(await here.list()).toEqual([]);
  });

  test("keeps what was said last, though what was said first stands below it", async () => {
    await using it = await scene();
    const { ally } = it;
    const note = ally.note("At eight", daysAgo(it, 2));
    const changed = { ...note, content: "<p>At nine</p>", updated: daysAgo(it, 1).published };
    showsOutbox(it, [[ally.updates(changed), ally.creates(note)]]);
    await it.read();
    await it.read();
    expect(await it.here.list()).toEqual(["At nine"]);
  });

  test("goes back sixty days", async () => {
    await using it = await scene();
    const { ally } = it;
    const items = [1, 59, 61, 30].map((days) => ally.creates(ally.note(`${days}`, daysAgo(it, days))));
    showsOutbox(it, [items, [ally.creates(ally.note("Never asked for"))]]);
    await it.read();
    expect(await it.here.list()).toEqual(["1", "59"]);
    expect(it.there.asked()).not.toContain("/outbox?page=1");
  });

  test("ends after two hundred", async () => {
    await using it = await scene();
    const { ally } = it;
    const notes = Array.from({ length: 230 }, (_, number) => ally.note(`${number}`, daysAgo(it, number / 10)));
    showsOutbox(
      it,
      [notes.slice(0, 90), notes.slice(90, 180), notes.slice(180, 230)].map((some) =>
        some.map((note) => ally.creates(note)),
      ),
    );
    await it.read();
    expect(await it.here.list()).toHaveLength(200);
  });

  test("ends, though the outbox does not: pages that lead in a circle, and ever new ones", async () => {
    await using it = await scene();
    const { there, ally } = it;
    there.shows("/outbox", outbox(there, `${there.origin}/outbox?page=0`));
    there.shows("/outbox?page=0", page(there, "/outbox?page=0", [ally.creates(ally.note("One"))], "/outbox?page=1"));
    there.shows("/outbox?page=1", page(there, "/outbox?page=1", [], "/outbox?page=0"));
    await it.read();
    expect(there.asked().filter((path) => path === "/outbox?page=0")).toHaveLength(1);
    for (let number = 1; number < 60; number += 1) {
      there.shows(`/outbox?page=${number}`, page(there, `/outbox?page=${number}`, [], `/outbox?page=${number + 1}`));
    }
    const before = there.requests.length;
    await it.read();
    expect(there.requests.length - before).toBeLessThanOrEqual(26);
  });

  test("is not read of somebody whom nobody here follows any more", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.follows(ally.id, "ended");
    showsOutbox(it, [[ally.creates(ally.note("One"))]]);
    await it.read();
    expect(it.there.requests).toEqual([]);
  });

  test("is asked for again, where the server does not answer", async () => {
    await using it = await scene();
    it.there.shows("/outbox", 503);
    expect(await it.read()).toMatchObject({ ok: false, error: { type: "unreachable" } });
  });
});

describe("what is pinned", () => {
  const pins = ({ there }: { there: Server }, items: readonly (JsonObject | string)[]) =>
    there.shows("/featured", {
      "@context": AS2,
      id: `${there.origin}/featured`,
      type: "OrderedCollection",
      orderedItems: items,
    });

  test("comes first, however old it is", async () => {
    await using it = await scene();
    const old: Said = it.ally.note("Open calls", daysAgo(it, 300));
    pins(it, [
      old,
      `${it.there.origin}/notes/by-id`,
      it.ally.note("x", { attributedTo: "https://elsewhere.example/actor" }),
    ]);
    showsOutbox(it, [[]]);
    await it.read();
    expect(await it.here.list()).toEqual(["Open calls"]);
    expect(await it.here.tasks()).toMatchObject([{ type: "fetch object", object: `${it.there.origin}/notes/by-id` }]);
  });

  test("of a campaign tells who opened it, and so the campaign itself is fetched", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    const campaign = somebody(`${there.origin}/campaigns/pay`, here.clock);
    const document = { ...campaign.document(), featured: `${there.origin}/featured` };
    await here.knows({
      ...campaign.known,
      type: "Group",
      document: JSON.stringify(document),
      outbox: `${there.origin}/outbox`,
    });
    await here.follows(campaign.id);
    pins(it, [ally.note("We open a campaign", { kind: "Campaign", context: campaign.id, ...daysAgo(it, 90) })]);
    showsOutbox(it, [[campaign.announces(ally.note("A post in it"))]]);
    await it.read(campaign);
    expect(await here.list()).toEqual(["A post in it"]);
    expect(await here.tasks()).toEqual([
      { type: "fetch campaign", campaign: campaign.id, from: ally.id, via: campaign.id, backfilled: true },
    ]);
  });
});

test("history that is fetched bit by bit stays history", async () => {
  await using it = await scene();
  const { here, there, ally } = it;
  const [byId, later] = [ally.note("By its id", daysAgo(it, 3)), ally.note("Later")];
  there.shows(new URL(byId.id).pathname, { "@context": AS2, ...byId });
  there.shows(new URL(later.id).pathname, { "@context": AS2, ...later });
  there.shows("/centres/ally", ally.document());
  showsOutbox(it, [[{ ...ally.creates(byId), object: byId.id }]]);
  await it.read();
  here.clock.advance(HOUR);
  await here.takesIn(ally.announces(later.id));
  await here.federation.drain();
  expect(await here.list()).toEqual(["Later", "By its id"]);
  const stored = await here.store.objectViews.get(trusted.object(byId.id));
  expect(stored?.published).toBe(here.clock() - HOUR - 3 * DAY);
});
