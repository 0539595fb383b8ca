import { DAY, feedFilterFrom, feedName, trusted, type FeedName } from "@commonhall/domain";
import { follow } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { somebody } from "../testing/somebody.fixture.ts";
import { FEED, feedScene, type FeedScene } from "./feed-scene.fixture.ts";
import { makeFeed, MOST_A_DAY, MOST_FEEDS } from "./make-feed.ts";

const LANGUAGES = ["any", "en", "es", "ar", "fr", "de", "pt", "hi", "bn", "ne"];
const KINDS = ["any", "campaign", "post", "action", "call", "bulletin", "statistics"];
const PLACES = ["any", "us", "lb", "br", "qa"];

/** As many names as are asked for. */
function* names(): Generator<FeedName> {
  for (const place of PLACES) {
    for (const kind of KINDS) {
      for (const language of LANGUAGES) {
        const filter = feedFilterFrom(`${place}.t97.${kind}.${language}`);
        if (filter.ok) yield feedName(filter.value);
      }
    }
  }
}

async function make({ here, reader, feed }: FeedScene, count: number): Promise<void> {
  const { feeds, follows } = here.store.direct;
  for (const name of [...names()].slice(0, count)) {
    const actor = trusted.actor(feed(name));
    await feeds.put({ name, actor, made: here.clock(), used: here.clock() });
    await follows.put(follow(reader.id, actor, { state: "ended" }));
  }
}

const answers = async (it: FeedScene) => (await it.told()).map(({ type, actor }) => [type, actor]);

describe("a Follow makes a feed", () => {
  test("and is answered in its name", async () => {
    await using it = await feedScene();
    await it.follows(FEED);
    expect(await answers(it)).toEqual([["Accept", it.feed(FEED)]]);
    expect(await it.here.store.direct.feeds.get(feedName({}))).toBeUndefined();
    expect(await it.here.store.direct.feeds.count()).toBe(1);
  });

  test("no more than a few hundred a day for whoever lives on one host; what is refused leaves nothing", async () => {
    await using it = await feedScene();
    await make(it, MOST_A_DAY);
    const neighbour = somebody("https://reader.example/users/neighbour", it.here.clock);
    await it.here.knows(neighbour.known);
    await it.follows(FEED);
    await it.follows(FEED, neighbour);
    expect(await answers(it)).toEqual([
      ["Reject", it.feed(FEED)],
      ["Reject", it.feed(FEED)],
    ]);
    const { feeds, follows, localActors } = it.here.store.direct;
    expect(await feeds.count()).toBe(MOST_A_DAY);
    expect(await follows.between(it.reader.id, trusted.actor(it.feed(FEED)))).toBeUndefined();
    expect(await localActors.get(trusted.actor(it.feed(FEED)))).toBeUndefined();
    const elsewhere = somebody("https://elsewhere.example/users/e", it.here.clock);
    expect(await makeFeed({ rooms: it.here.store.direct, now: it.here.clock() }, named(it), elsewhere.id)).toBe(true);
    it.here.clock.advance(DAY + 1);
    await it.follows("us.f.any.any");
    expect(await answers(it)).toEqual([["Accept", it.feed("us.f.any.any")]]);
  }, 60_000);

  test("that somebody has made may be followed by everybody, however many there are", async () => {
    await using it = await feedScene();
    const late = somebody("https://reader.example/users/late", it.here.clock);
    await it.here.knows(late.known);
    await it.follows(FEED);
    await make(it, MOST_A_DAY);
    await it.follows(FEED, late);
    expect((await answers(it)).map(([type]) => type)).toEqual(["Accept", "Accept"]);
  }, 60_000);

  test("only so many on one node", async () => {
    await using it = await feedScene();
    const { direct } = it.here.store;
    const full = { ...direct, feeds: { ...direct.feeds, count: async () => MOST_FEEDS } };
    expect(await makeFeed({ rooms: full, now: it.here.clock() }, named(it), it.reader.id)).toBe(false);
    expect(await direct.feeds.count()).toBe(0);
  });
});

function named(it: FeedScene) {
  const filter = feedFilterFrom(FEED);
  if (!filter.ok) throw new Error("no such feed");
  return { name: feedName(filter.value), filter: filter.value, actor: trusted.actor(it.feed(FEED)) };
}
