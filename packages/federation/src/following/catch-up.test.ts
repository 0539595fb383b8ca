import { DAY, feedName, HOUR, MINUTE, ok, trusted } from "@commonhall/domain";
import { actorAt, follow, inboxOf, remoteActor } from "@commonhall/testkit";
import type { JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { createHttpClient } from "../http/client.ts";
import { inCommits } from "../inbox/handling.ts";
import { hall } from "../testing/hall.fixture.ts";
import { server } from "../testing/server.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";
import { catchUp, catchUpDaily } from "./catch-up.ts";

const READER = actorAt("reader.example");
const AS2 = "https://www.w3.org/ns/activitystreams";

async function scene({ kind }: { readonly kind?: string } = {}) {
  const [here, there] = [await hall(), await server()];
  const ally = somebody(`${there.origin}/centres/ally`, here.clock);
  await here.knows({ ...ally.known, outbox: `${there.origin}/outbox`, ...(kind === undefined ? {} : { kind }) });
  await here.follows(ally.id);
  await here.store.direct.catchUps.begin(ally.id, here.clock());
  const client = createHttpClient(here.ports, {
    levels: { of: async () => "accept" as const },
    keys: { signerFor: async () => undefined },
  });
  const notFound = async () => ({ ok: false, error: { type: "gone", status: 404 } }) as const;
  const find = { fresh: notFound, byAccount: notFound, byAddress: notFound };
  const inCommit = inCommits(here.ports, { forget: () => undefined });
  const use = { client, find, direct: here.ports.direct, clock: here.clock, inCommit };
  const daysAgo = (days: number) => ({ published: new Date(here.clock() - days * DAY).toISOString() });
  /** The newest first, so many on a page. */
  const shows = (items: readonly JsonObject[], onPage = 20) => {
    for (let page = 0; page * onPage < Math.max(items.length, 1); page += 1) {
      const isLast = (page + 1) * onPage >= items.length;
      there.shows(page === 0 ? "/outbox" : `/outbox?page=${page}`, {
        "@context": AS2,
        type: "OrderedCollectionPage",
        orderedItems: items.slice(page * onPage, (page + 1) * onPage),
        ...(isLast ? {} : { next: `${there.origin}/outbox?page=${page + 1}` }),
      });
    }
  };
  return {
    here,
    there,
    ally,
    daysAgo,
    shows,
    read: () => catchUp(use, { type: "catch up", actor: ally.id }),
    state: () => here.store.direct.catchUps.get(ally.id),
    async [Symbol.asyncDispose]() {
      await client.close();
      await here[Symbol.asyncDispose]();
      await there.close();
    },
  };
}

describe("what somebody whom we follow has told meanwhile", () => {
  test("is read up to where it had been read before, and a day further, since clocks differ", async () => {
    await using it = await scene();
    it.here.clock.advance(30 * DAY);
    const days = Array.from({ length: 40 }, (_, day) => day);
    it.shows(
      days.map((day) => it.ally.creates(it.ally.note(`${day} days ago`, it.daysAgo(day)))),
      5,
    );
    expect(await it.read()).toEqual(ok());
    expect(await it.here.list()).toHaveLength(32);
    expect(await it.state()).toEqual({
      actor: it.ally.id,
      since: it.here.clock() - 30 * DAY,
      complete: it.here.clock(),
    });
    const before = it.there.requests.length;
    await it.read();
    expect(it.there.requests.length - before).toBe(2);
  });

  test("is read on from where it stopped, however much it is", async () => {
    await using it = await scene();
    it.here.clock.advance(30 * DAY);
    const notes = Array.from({ length: 320 }, (_, number) => it.ally.note(`${number}`, it.daysAgo(number / 20)));
    it.shows(
      notes.map((note) => it.ally.creates(note)),
      5,
    );
    for (let run = 1; run <= 3; run += 1) {
      expect(await it.read()).toEqual(ok());
      expect(await it.here.list()).toHaveLength(Math.min(run * 125, 320));
      expect((await it.state())?.under === undefined).toBe(run === 3);
      it.here.clock.advance(MINUTE);
      if (run < 3) expect(await it.here.tasks()).toContainEqual({ type: "catch up", actor: it.ally.id });
    }
    expect(new Set(it.there.asked()).size).toBe(it.there.asked().length);
  });

  test("is history as far as they published it before we followed, and news to our feeds after that", async () => {
    await using it = await scene();
    const { here, ally } = it;
    here.clock.advance(HOUR);
    const fields = { kind: "CampaignPost", regions: ["US"] };
    it.shows([
      ally.creates(ally.note("After", fields)),
      ally.creates(ally.note("Before", { ...fields, ...it.daysAgo(0.5) })),
    ]);
    const actor = trusted.actor(`${here.origin}/feeds/any.any.any.any`);
    await here.store.direct.feeds.put({ name: feedName({}), actor, made: 0, used: 0 });
    await here.knows(remoteActor(READER));
    await here.store.direct.follows.put(follow(READER, actor));
    await it.read();
    expect(await here.list()).toEqual(["After", "Before"]);
    const lines = await here.store.deliveryViews.lines(undefined, 9);
    expect(lines.map(({ activityType, inbox }) => [activityType, inbox])).toEqual([["Announce", inboxOf(READER)]]);
    expect((await here.store.feedViews.items({}, { isFor: "followers", limit: 9 })).items).toHaveLength(2);
  });

  test("of a feed is looked for among what is older too, where we have been away for long", async () => {
    for (const kind of ["Feed", "Campaign"]) {
      await using it = await scene({ kind });
      it.here.clock.advance(30 * DAY);
      // It came to the feed on day 20, and stands where it was published, before we had read everything.
      const late = { ...it.ally.announces(it.ally.note("Late", it.daysAgo(50))), ...it.daysAgo(10) };
      const old = Array.from({ length: 5 }, () => ({ ...it.ally.announces(it.ally.note("Old")), ...it.daysAgo(45) }));
      it.shows([...old, late], 5);
      await it.read();
      expect((await it.here.list()).includes("Late")).toBe(kind === "Feed");
    }
  });

  test("ends somewhere, though the outbox does not", async () => {
    await using it = await scene();
    it.here.clock.advance(30 * DAY);
    const next = `${it.there.origin}/outbox?page=more`;
    const page = { "@context": AS2, type: "OrderedCollectionPage", orderedItems: [], next };
    it.there.shows("/outbox", page);
    it.there.shows("/outbox?page=more", { ...page, next: `${it.there.origin}/outbox` });
    for (let run = 0; run < 60; run += 1) await it.read();
    expect(it.there.requests.length).toBeLessThan(1600);
    expect((await it.state())?.complete).toBe(it.here.clock());
  }, 60_000);

  test("is asked for again, where their server does not answer; a page that is gone is not waited for", async () => {
    await using it = await scene();
    it.there.shows("/outbox", 503);
    expect(await it.read()).toMatchObject({ ok: false, error: { type: "unreachable" } });
    const under = { began: it.here.clock(), next: `${it.there.origin}/gone`, pages: 3 };
    const at = await it.state();
    if (at === undefined) throw new Error("it is followed");
    await it.here.store.direct.catchUps.put({ ...at, under });
    expect(await it.read()).toMatchObject({ ok: false, error: { type: "gone" } });
    expect(await it.state()).toEqual(at);
  });

  test("is not asked for any more when nobody here follows them", async () => {
    await using it = await scene();
    await it.here.follows(it.ally.id, "ended");
    expect(await it.read()).toEqual(ok());
    expect(it.there.requests).toEqual([]);
    expect(await it.state()).toBeUndefined();
  });
});

test("everybody whom we follow is asked once a day, and not all in the same minute", async () => {
  await using it = await scene();
  const { ports, clock } = it.here;
  expect(await catchUpDaily(ports)).toBe(0);
  clock.advance(DAY);
  expect([await catchUpDaily(ports), await catchUpDaily(ports)]).toEqual([1, 0]);
  expect(await it.here.tasks()).toEqual([]);
  clock.advance(10 * MINUTE);
  expect(await it.here.tasks()).toEqual([{ type: "catch up", actor: it.ally.id }]);
});
