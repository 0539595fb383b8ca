import {
  type ActorId,
  asObject,
  DAY,
  type FeedFacts,
  type FeedFilter,
  feedFilterFrom,
  feedKeys,
  type FeedKeys,
  feedName,
  FEED_KINDS,
  fits,
  type ObjectId,
  trusted,
} from "@commonhall/domain";
import { actorAt, fakeClock, follow, objectAt, ourActor, ourObject, outgoing, storedObject } from "@commonhall/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = ourActor("hall");
const ALLY = actorAt("a.example");

async function open() {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  const { direct, feedViews } = store;
  let entries = 0;
  const enters = async (
    object: ObjectId,
    facts: Partial<FeedFacts> = {},
    more: { readonly published?: number } = {},
  ) => {
    const keys = keysOf({ regions: [], sectors: [], kind: "post", languages: ["en"], ...facts });
    const entry = trusted.feedEntry(`entry-${(entries += 1)}`);
    return direct.feeds.enter({
      entry,
      object,
      keys,
      isFor: "everybody",
      published: clock(),
      entered: clock(),
      ...more,
    });
  };
  const publishes = async (name: string, facts: Partial<FeedFacts> = {}, published = 1) => {
    const object = storedObject(ourObject(name), { attributedTo: HALL, local: true, published });
    await direct.objects.put(object);
    await enters(object.id, facts, { published });
    return object.id;
  };
  const arrives = async (name: string, facts: Partial<FeedFacts> = {}, via?: ActorId) => {
    const object = storedObject(objectAt("a.example", name), { attributedTo: ALLY });
    await direct.objects.put(object);
    const arrival = { object: object.id, from: ALLY, reason: "followed", backfilled: false, received: 1 } as const;
    await direct.arrivals.add({ ...arrival, ...(via === undefined ? {} : { via }) });
    await enters(object.id, facts);
    return object.id;
  };
  const ids = async (name: string) =>
    (await feedViews.items(filterOf(name), { isFor: "readers", limit: 100 })).items.map(({ object }) => object.id);
  return { clock, store, ...direct, feedViews, enters, publishes, arrives, ids, [Symbol.asyncDispose]: store.close };
}

function keysOf(facts: FeedFacts): FeedKeys {
  const keys = feedKeys(facts);
  if (keys === undefined) throw new Error("no feed carries it");
  return keys;
}

function filterOf(name: string): FeedFilter {
  const filter = feedFilterFrom(name);
  if (!filter.ok) throw new Error(name);
  return filter.value;
}

const CALIFORNIA = { regions: ["US-CA"], sectors: ["isic4:F"] };

const someFacts: fc.Arbitrary<FeedFacts> = fc.record({
  regions: fc.subarray(["US-CA", "US", "QA", "LB-BA", "BR"], { maxLength: 2 }),
  sectors: fc.subarray(["isic4:F", "isic4:T97", "isic4:C14"], { maxLength: 2 }),
  kind: fc.constantFrom(...FEED_KINDS),
  languages: fc.subarray(["en", "en-GB", "es", "ar"], { maxLength: 2 }),
});
const FILTERS = ["any", "us-ca", "us", "019", "001", "grp-gcc"].flatMap((place) =>
  ["any", "f", "t97", "idwf"].flatMap((branch) =>
    ["any", "call"].flatMap((kind) => ["any", "en", "ar"].map((one) => filterOf(`${place}.${branch}.${kind}.${one}`))),
  ),
);

test("a feed holds exactly what fits its filter, newest first, on whatever pages", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someFacts, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (all, limit) => {
      await using node = await open();
      for (const [at, facts] of all.entries()) await node.publishes(`o${at}`, facts, Math.floor(at / 2));
      for (const filter of FILTERS) {
        const found: string[] = [];
        for (let page: { after?: string } | undefined = {}; page !== undefined;) {
          const { items, next } = await node.feedViews.items(filter, { isFor: "readers", limit, ...page });
          found.push(...items.map(({ object }) => object.id));
          page = next === undefined ? undefined : { after: next };
        }
        const fitting = all.flatMap((facts, at) => (fits(keysOf(facts), filter) ? [String(ourObject(`o${at}`))] : []));
        expect(found).toEqual(fitting.toReversed());
      }
    }),
    { numRuns: 12 },
  );
});

test("followed feeds are found by what an object is found under, and no others", async () => {
  await using node = await open();
  for (const filter of FILTERS) {
    const name = feedName(filter);
    const actor = trusted.actor(`https://hall.example/feeds/${name}`);
    await node.feeds.put({ name, actor, made: 0, used: 0 });
    await node.follows.put({ ...follow(ALLY, actor), state: filter.kind === "call" ? "ended" : "accepted" });
  }
  await fc.assert(
    fc.asyncProperty(someFacts, async (facts) => {
      const keys = keysOf(facts);
      const expected = FILTERS.filter((filter) => filter.kind !== "call" && fits(keys, filter)).map(feedName);
      expect([...(await node.feeds.followedFor(keys))].toSorted()).toEqual(expected.toSorted());
    }),
  );
});

describe("what stands in a feed", () => {
  test("moves with its codes and keeps its place in time and its name", async () => {
    await using node = await open();
    const first = await node.publishes("one", CALIFORNIA, 1);
    const second = await node.publishes("two", CALIFORNIA, 2);
    const { entry } = await node.enters(first, { regions: ["QA"], sectors: ["isic4:F"] }, { published: 3 });
    expect(entry).toBe("entry-1");
    expect(await node.ids("us.any.any.any")).toEqual([second]);
    expect(await node.ids("grp-gcc.f.any.any")).toEqual([first]);
    expect(await node.ids("any.any.any.any")).toEqual([second, first]);
  });

  test("goes when it is deleted, is told of as withdrawn for 90 days, and is then forgotten", async () => {
    await using node = await open();
    const id = await node.publishes("one", CALIFORNIA);
    const entry = trusted.feedEntry("entry-1");
    const filter = filterOf("us.any.any.any");
    expect(await node.feedViews.item(filter, entry)).toMatchObject({ object: { id } });
    await node.objects.delete(id, node.clock());
    expect(await node.ids("us.any.any.any")).toEqual([]);
    expect(await node.feedViews.withdrawn(filter, 10)).toMatchObject([{ id }]);
    expect(await node.feedViews.item(filter, entry)).toMatchObject({ id, deleted: node.clock() });
    expect(await node.feedViews.item(filterOf("qa.any.any.any"), entry)).toBeUndefined();
    expect(await node.feeds.forgetGone(node.clock() - 90 * DAY, 10)).toBe(0);
    node.clock.advance(91 * DAY);
    expect(await node.feedViews.withdrawn(filter, 10)).toEqual([]);
    expect(await node.feeds.forgetGone(node.clock() - 90 * DAY, 10)).toBe(1);
    expect(await node.feedViews.item(filter, entry)).toBeUndefined();
  });

  test("is hidden with its domain, and comes back with it", async () => {
    await using node = await open();
    const id = await node.arrives("theirs", CALIFORNIA);
    expect(await node.ids("us.f.any.any")).toEqual([id]);
    await node.domains.set(trusted.host("a.example"), "limit");
    expect(await node.ids("us.f.any.any")).toEqual([]);
    expect(await node.feedViews.counts(filterOf("us.f.any.any"), 0)).toEqual([]);
    await node.domains.set(trusted.host("a.example"), "accept");
    expect(await node.ids("us.f.any.any")).toEqual([id]);
  });

  test("is gone with the only announcement that brought it", async () => {
    await using node = await open();
    const object = storedObject(objectAt("a.example", "passed-on"), { attributedTo: ALLY });
    const via = actorAt("b.example");
    await node.objects.put(object);
    await node.arrivals.add({ object: object.id, from: ALLY, via, reason: "followed", backfilled: false, received: 1 });
    await node.enters(object.id, CALIFORNIA);
    await node.arrivals.withdraw(object.id, via);
    expect(await node.ids("us.f.any.any")).toEqual([]);
  });

  test("is never what is limited, whoever entered it", async () => {
    await using node = await open();
    const object = storedObject(ourObject("secret"), { attributedTo: HALL, local: true, reach: "limited" });
    await node.objects.put(object);
    await node.enters(object.id, CALIFORNIA);
    expect(await node.ids("any.any.any.any")).toEqual([]);
    await node.objects.delete(object.id, 1);
    expect(await node.feedViews.withdrawn({}, 10)).toEqual([]);
  });

  test("is what readers list or what followers are told of, as it says", async () => {
    await using node = await open();
    const id = await node.publishes("group", CALIFORNIA);
    const keys = keysOf({ kind: "campaign", languages: [], ...CALIFORNIA });
    await node.feeds.enter({
      entry: trusted.feedEntry("x"),
      object: id,
      keys,
      isFor: "followers",
      published: 1,
      entered: 1,
    });
    const listed = async (isFor: "readers" | "followers") =>
      (await node.feedViews.items({}, { isFor, limit: 9 })).items.length;
    expect([await listed("readers"), await listed("followers")]).toEqual([0, 1]);
  });
});

test("the Note that opened a campaign is shown where its campaign is, whichever of them comes first", async () => {
  for (const isNoteFirst of [true, false]) {
    await using node = await open();
    const campaign = trusted.actor("https://a.example/campaigns/c");
    const note = storedObject(objectAt("a.example", "opening"), { attributedTo: ALLY, kind: "campaign", campaign });
    const group = storedObject(asObject(campaign), { attributedTo: ALLY, kind: "campaign", type: "Group", campaign });
    const told = async () =>
      (await node.feedViews.items({}, { isFor: "followers", limit: 9 })).items.map(({ object }) => object.id);
    const opens = async () => {
      await node.objects.put(note);
      await node.enters(note.id, { kind: "campaign" });
    };
    if (isNoteFirst) await opens();
    expect(await told()).toEqual([]);
    await node.objects.put(group);
    const arrival = { object: group.id, from: ALLY, reason: "followed", backfilled: false, received: 1 } as const;
    await node.arrivals.add(arrival);
    if (!isNoteFirst) await opens();
    expect(await told()).toEqual([note.id]);
    await node.domains.set(trusted.host("a.example"), "limit");
    expect(await told()).toEqual([]);
    await node.domains.set(trusted.host("a.example"), "accept");
    expect(await told()).toEqual([note.id]);
    await node.objects.delete(group.id, 1);
    expect(await told()).toEqual([]);
  }
});

test("a feed counts what it carries by the month", async () => {
  await using node = await open();
  const [october, november] = [Date.UTC(2026, 9, 31, 23), Date.UTC(2026, 10, 1)];
  await node.publishes("a", CALIFORNIA, october - 40 * DAY);
  for (const [at, published] of [october, november, november + 1].entries()) {
    node.clock.advance(Math.max(0, published - node.clock()));
    await node.publishes(`o${at}`, CALIFORNIA, published);
  }
  expect(await node.feedViews.counts(filterOf("us.f.post.en"), october)).toEqual([
    { month: "2026-10", items: 1 },
    { month: "2026-11", items: 2 },
  ]);
});

test("counts are those of the items, whatever is withdrawn, limited, taken back, forgotten or let in again", async () => {
  const steps = fc.array(
    fc.tuple(fc.constantFrom("theirs", "ours", "deleted", "limit", "accept", "taken back", "forgotten"), fc.nat(5)),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await using node = await open();
      const via = actorAt("b.example");
      const theirs = (number: number) => objectAt("a.example", `t${number}`);
      for (const [what, number] of all) {
        if (what === "theirs") await node.arrives(`t${number}`, CALIFORNIA, number % 2 === 0 ? via : undefined);
        if (what === "ours") await node.publishes(`o${number}`, CALIFORNIA, node.clock() - number * 40 * DAY);
        if (what === "deleted") await node.objects.delete(number > 2 ? theirs(number) : ourObject(`o${number}`), 1);
        if (what === "limit" || what === "accept") await node.domains.set(trusted.host("a.example"), what);
        if (what === "taken back") await node.arrivals.withdraw(theirs(number), via);
        if (what === "forgotten") await node.objects.forget([theirs(number)]);
      }
      for (const name of ["any.any.any.any", "us.f.post.en", "qa.f.any.any"]) {
        const counted = await node.feedViews.counts(filterOf(name), 0);
        const items = await node.ids(name);
        expect(counted.reduce((sum, { items }) => sum + items, 0)).toBe(items.length);
      }
    }),
    { numRuns: 60 },
  );
});

test("what is carried is told by its codes, without what nobody is shown", async () => {
  await using node = await open();
  await node.publishes("one", CALIFORNIA);
  const hidden = await node.arrives("theirs", { regions: ["QA"], sectors: ["isic4:T97"] });
  const secret = storedObject(ourObject("secret"), { attributedTo: HALL, local: true, reach: "limited" });
  await node.objects.put(secret);
  await node.enters(secret.id, { regions: ["BR"], sectors: ["isic4:C14"] });
  const here = ["001", "019", "021", "us", "us-ca"];
  const there = ["142", "145", "grp-gcc", "grp-ilo-arab-states", "grp-mena", "qa"];
  expect(await node.feedViews.carried(100)).toEqual({
    places: [...here, ...there].toSorted(),
    branches: ["bwi", "f", "idwf", "t", "t97"],
  });
  expect((await node.feedViews.carried(2)).places).toHaveLength(2);
  await node.domains.set(trusted.host("a.example"), "limit");
  expect(await node.feedViews.carried(100)).toEqual({ places: here, branches: ["bwi", "f"] });
  await node.objects.delete(hidden, node.clock());
  await node.objects.delete(ourObject("one"), node.clock());
  expect(await node.feedViews.carried(100)).toEqual({ places: [], branches: [] });
});

test("feeds that nobody follows any more are found when they have not been used for long", async () => {
  await using node = await open();
  const feed = (text: string, used: number) => {
    const name = feedName(filterOf(text));
    return { name, actor: trusted.actor(`https://hall.example/feeds/${name}`), made: 0, used };
  };
  const [old, followed, young] = [feed("us.f.any.any", 1), feed("qa.f.any.any", 1), feed("br.f.any.any", 100)];
  for (const one of [old, followed, young]) await node.feeds.put(one);
  await node.follows.put(follow(ALLY, followed.actor));
  expect(await node.feeds.unusedSince(50, 10)).toEqual([old.name]);
  await node.feeds.drop(old.name);
  expect(await node.feeds.unusedSince(50, 10)).toEqual([]);
  expect(await node.feeds.get(old.name)).toBeUndefined();
  expect(await node.feeds.count()).toBe(2);
});

test("which feeds told of an object is known for taking that back", async () => {
  await using node = await open();
  const id = await node.publishes("one", CALIFORNIA);
  const name = feedName(filterOf("us.f.any.any"));
  const actor = trusted.actor(`https://hall.example/feeds/${name}`);
  await node.feeds.put({ name, actor, made: 0, used: 0 });
  expect(await node.feeds.toldOf(id)).toEqual([]);
  await node.outbox.append(outgoing("announce", { type: "Announce", actor, object: id }), []);
  expect(await node.feeds.toldOf(id)).toEqual([{ feed: name, announce: "https://hall.example/activities/announce" }]);
});
