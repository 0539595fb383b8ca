import type { ServerResponse } from "node:http";
import { DAY, HOUR, trusted } from "@commonhall/domain";
import { startLocalServer } from "@commonhall/testkit";
import { describe, expect, test, vi } from "vitest";
import { server } from "../testing/server.fixture.ts";
import { somebody, type Said } from "../testing/somebody.fixture.ts";
import { FEED, feedScene } from "./feed-scene.fixture.ts";

// What a hub that we follow could do to us and to those who follow our feeds.

async function scene() {
  const it = await feedScene();
  const there = await server();
  const hub = somebody("https://hub.example/feeds/us.any.any.any", it.here.clock);
  const origin = somebody(`${there.origin}/centres/origin`, it.here.clock);
  await it.here.follows(hub.id);
  await it.here.knows(origin.known);
  await it.here.store.direct.keys.put(origin.proofKey);
  await it.follows(FEED);
  await it.told();
  const post = (text: string, fields = {}): Said =>
    origin.proves(origin.note(text, { kind: "CampaignPost", regions: ["US-CA"], sectors: ["isic4:F"], ...fields }));
  const shows = (object: Said | number, at: Said) => there.shows(new URL(at.id).pathname, object);
  const takes = async (...activities: readonly Parameters<typeof it.here.takesIn>[0][]) => {
    for (const activity of activities) await it.here.takesIn(activity);
    await it.here.reads();
  };
  return {
    ...it,
    there,
    hub,
    origin,
    ours: { post, shows, takes },
    async [Symbol.asyncDispose]() {
      await it[Symbol.asyncDispose]();
      await there.close();
    },
  };
}

/** Takes what it is asked and says nothing, until it hangs up on everybody. */
async function silentServer() {
  const waiting: ServerResponse[] = [];
  let isHungUp = false;
  const server = await startLocalServer(
    (_, response) => {
      if (isHungUp) response.destroy();
      else waiting.push(response);
    },
    { address: "127.0.0.1" },
  );
  return {
    ...server,
    asked: () => waiting.length,
    hangUp() {
      isHungUp = true;
      for (const response of waiting) response.destroy();
    },
  };
}

describe("a hub that passes on", () => {
  test("the same again and again, under new ids, reaches nobody twice", async () => {
    await using it = await scene();
    const one = it.ours.post("Twelve were arrested");
    for (let again = 0; again < 5; again += 1) {
      await it.ours.takes(it.hub.announces(one));
      it.here.clock.advance(DAY);
    }
    expect(await it.toldInShort()).toEqual([`Announce ${FEED} ${one.id}`]);
  });

  test("what is months old as if it were new tells nobody of it, and it stands at its own time", async () => {
    await using it = await scene();
    const old = it.ours.post("Long over", { published: new Date(it.here.clock() - 61 * DAY).toISOString() });
    await it.ours.takes(it.hub.announces(it.ours.post("New")), it.hub.announces(old));
    expect(await it.toldInShort()).toHaveLength(1);
    expect(await it.outbox(FEED)).toEqual(["New", "Long over"]);
  });

  test("what its author has changed since, as it was before, does not bring that back", async () => {
    await using it = await scene();
    const before = it.ours.post("As it was");
    it.here.clock.advance(HOUR);
    const after = it.origin.proves({
      ...before,
      content: "<p>As it is</p>",
      updated: new Date(it.here.clock()).toISOString(),
    });
    await it.ours.takes(it.hub.announces(before));
    it.ours.shows(after, before);
    it.here.clock.advance(2 * HOUR);
    await it.here.federation.drain();
    expect(await it.outbox(FEED)).toEqual(["As it is"]);
    await it.ours.takes(it.hub.announces(before));
    expect(await it.outbox(FEED)).toEqual(["As it is"]);
  });

  test.each([410, 404])("what its author has withdrawn is found out: its server says %d", async (status) => {
    await using it = await scene();
    const withdrawn = it.ours.post("Withdrawn long ago");
    it.ours.shows(status, withdrawn);
    await it.ours.takes(it.hub.announces(withdrawn));
    expect(await it.outbox(FEED)).toEqual(["Withdrawn long ago"]);
    it.here.clock.advance(2 * HOUR);
    await it.here.federation.drain();
    expect(await it.outbox(FEED)).toEqual([]);
    expect(await it.here.list()).toEqual([]);
    const gone = await it.here.store.direct.objects.tombstone(trusted.object(withdrawn.id));
    expect(gone !== undefined).toBe(status === 410);
  });

  test("what its author's server does not answer for stays, because it was proven", async () => {
    await using it = await scene();
    const proven = it.ours.post("Proven");
    it.ours.shows(503, proven);
    await it.ours.takes(it.hub.announces(proven));
    for (let day = 0; day < 10; day += 1) {
      it.here.clock.advance(DAY);
      await it.here.federation.drain();
    }
    expect(await it.outbox(FEED)).toEqual(["Proven"]);
  });

  test("an id that leads elsewhere, or to an activity, passes nothing on", async () => {
    await using it = await scene();
    await using elsewhere = await server();
    const sentOn = it.ours.post("Sent on");
    elsewhere.shows("/note", { "@context": "https://www.w3.org/ns/activitystreams", ...sentOn });
    it.there.shows(new URL(sentOn.id).pathname, `${elsewhere.origin}/note`);
    const announce = it.origin.announces(it.ours.post("Twice passed on"));
    it.there.shows("/activities/a", { ...announce, id: `${it.there.origin}/activities/a` });
    await it.ours.takes(it.hub.announces(sentOn.id), it.hub.announces(`${it.there.origin}/activities/a`));
    await it.here.federation.drain();
    expect(await it.here.list()).toEqual([]);
    expect(await it.outbox(FEED)).toEqual([]);
  });

  test("ids of hosts that never answer delays nobody but itself, and gives up in time", async () => {
    await using it = await scene();
    await using silent = await silentServer();
    const other = somebody("https://hub.example/feeds/us.f.any.any", it.here.clock);
    await it.here.follows(other.id);
    const told = it.ours.post("Told by somebody else");
    it.ours.shows(told, told);
    for (let number = 0; number < 40; number += 1) await it.ours.takes(it.hub.announces(`${silent.origin}/${number}`));
    await it.ours.takes(other.announces(told.id));
    const stop = new AbortController();
    const work = it.here.federation.work(stop.signal);
    await vi.waitFor(async () => expect(await it.outbox(FEED)).toEqual(["Told by somebody else"]), { timeout: 60_000 });
    expect(silent.asked()).toBe(1);
    stop.abort();
    silent.hangUp();
    await work;
    for (let week = 0; week < 4; week += 1) {
      it.here.clock.advance(7 * DAY);
      await it.here.federation.drain();
    }
    expect(await it.here.tasks()).toEqual([]);
    expect(await it.outbox(FEED)).toEqual(["Told by somebody else"]);
  });

  test("what is not for everybody passes on nothing of ours", async () => {
    await using it = await scene();
    const limited = it.ours.post("For allies", { to: [`${it.origin.id}/allies`] });
    it.ours.shows(limited, limited);
    await it.ours.takes(it.hub.announces(limited), it.hub.announces(limited.id));
    await it.here.federation.drain();
    expect(await it.outbox("any.any.any.any")).toEqual([]);
    expect((await it.toldInShort()).filter((line) => line.startsWith("Announce"))).toEqual([]);
  });
});
