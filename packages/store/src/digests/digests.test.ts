import {
  DAY,
  type DigestAsk,
  type FeedFacts,
  type FeedFilter,
  feedFilterFrom,
  feedKeys,
  feedName,
  fits,
  FEED_KINDS,
  HOUR,
  trusted,
} from "@commonhall/domain";
import { actorAt, fakeClock, objectAt, ourActor, ourObject, storedObject } from "@commonhall/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBehindStore } from "../database/behind-store.fixture.ts";
import { digestSeals } from "./digest-seals.ts";

const ENGLISH = "en";
const ADDRESS = "ana.buyer@mail.example";
const PEPPER = async () => Buffer.alloc(32, 7);

function filterOf(name: string): FeedFilter {
  const filter = feedFilterFrom(name);
  if (!filter.ok) throw new Error(name);
  return filter.value;
}
const feedOf = (name: string) => feedName(filterOf(name));
const FEED = feedOf("us.f.call.any");

async function opened() {
  const clock = fakeClock();
  const behind = await openBehindStore({ clock, pepper: PEPPER });
  const { store } = behind;
  let made = 0;
  /** What its tokens are, and whether it was written down. */
  const asks = async (ask: Partial<DigestAsk> = {}) => {
    const { address, ...terms } = { feed: FEED, rhythm: "daily", language: ENGLISH, address: ADDRESS, ...ask } as const;
    const id = `digest-${(made += 1)}`;
    const sealed = await store.digestSeals.seal(id, address);
    const draft = await store.digestSeals.draft({ id, ...terms, sealed });
    return { id, tokens: draft.tokens, isNew: await store.direct.digests.add(draft, clock()) };
  };
  const confirms = async (id: string) => {
    const digest = (await store.direct.digests.get(id)) ?? expect.fail();
    await store.direct.digests.put({ ...digest, confirmed: clock() });
    await store.direct.digests.dropOthers(digest);
  };
  return { ...behind, clock, digests: store.direct.digests, asks, confirms };
}

describe("the address of a digest", () => {
  test("is read back by the node, and stands in no file of it, nor do its tokens", async () => {
    await using it = await opened();
    const { id, tokens } = await it.asks();
    const digest = (await it.digests.get(id)) ?? expect.fail();
    expect(await it.store.digestSeals.open(digest)).toEqual({ address: ADDRESS, tokens });
    const bytes = await it.bytes();
    for (const secret of ["ana.buyer", ADDRESS, tokens.confirm, tokens.end]) expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes(FEED)).toBe(true);
  });

  test("cannot be told by its length, nor found by guessing without the pepper", async () => {
    const addresses = ["a@b.example", `${"x".repeat(64)}@mail.example`, "ñandú@correo.example"];
    const seals = digestSeals({ pepper: PEPPER });
    const terms = { feed: FEED, rhythm: "daily", language: ENGLISH } as const;
    const lengths = await Promise.all(addresses.map(async (one) => (await seals.seal("one", one)).length));
    expect(new Set(lengths).size).toBe(1);
    const sums = async (pepper: number) => {
      const under = digestSeals({ pepper: async () => Buffer.alloc(32, pepper) });
      const { address, mailbox, tokens } = await under.draft({
        id: "one",
        ...terms,
        sealed: await under.seal("one", ADDRESS),
      });
      return [address, mailbox, tokens.confirm, tokens.end];
    };
    const [ours, others] = [await sums(7), await sums(8)];
    expect(new Set([...ours, ...others]).size).toBe(8);
    expect(await sums(7)).toEqual(ours);
  });

  test("that was moved to another digest does not open", async () => {
    await using it = await opened();
    const [one, other] = [await it.asks(), await it.asks({ address: "bo@mail.example" })];
    await it.behind(
      "update digest set sealed = (select sealed from digest where id = ?) where id = ?",
      one.id,
      other.id,
    );
    const moved = (await it.digests.get(other.id)) ?? expect.fail();
    await expect(it.store.digestSeals.open(moved)).rejects.toThrow();
  });

  test("leaves nothing in any row when its digest ends", async () => {
    await using it = await opened();
    const { id } = await it.asks();
    await it.confirms(id);
    await it.digests.drop(id);
    await it.store.close();
    await it.behind("vacuum");
    expect((await it.bytes()).includes(FEED)).toBe(false);
  });
});

describe("a mailbox", () => {
  test("is asked once a day, however it is written and for whichever feed", async () => {
    await using it = await opened();
    expect((await it.asks()).isNew).toBe(true);
    for (const address of [
      ADDRESS,
      "Ana.Buyer@Mail.Example",
      "anabuyer+news@mail.example",
      "a.n.a.buyer@mail.example",
    ]) {
      expect((await it.asks({ address })).isNew).toBe(false);
      expect((await it.asks({ address, feed: feedOf("any.any.any.any") })).isNew).toBe(false);
    }
    expect((await it.asks({ address: "bo@mail.example" })).isNew).toBe(true);
    it.clock.advance(DAY);
    expect((await it.asks()).isNew).toBe(true);
  });

  test("has one question for a feed at a time, and one digest, which the later one takes the place of", async () => {
    await using it = await opened();
    const first = await it.asks();
    it.clock.advance(DAY);
    const second = await it.asks({ rhythm: "weekly" });
    expect(await it.digests.get(first.id)).toBeUndefined();
    await it.confirms(second.id);
    const elsewhere = await it.asks({ feed: feedOf("any.any.any.any"), address: "bo@mail.example" });
    await it.confirms(elsewhere.id);
    it.clock.advance(DAY);
    const third = await it.asks();
    expect(await it.digests.get(second.id)).toMatchObject({ rhythm: "weekly" });
    await it.confirms(third.id);
    expect(await it.digests.get(second.id)).toBeUndefined();
    expect(await it.digests.get(third.id)).toMatchObject({ rhythm: "daily" });
    expect(await it.digests.get(elsewhere.id)).toBeDefined();
  });

  test("that has not answered is forgotten, and one that has is not", async () => {
    await using it = await opened();
    const silent = await it.asks();
    const answered = await it.asks({ address: "bo@mail.example" });
    await it.confirms(answered.id);
    expect(await it.digests.forgetUnconfirmed(it.clock() - 1)).toBe(0);
    expect(await it.digests.forgetUnconfirmed(it.clock())).toBe(1);
    expect(await it.digests.get(silent.id)).toBeUndefined();
    expect(await it.digests.get(answered.id)).toBeDefined();
  });
});

describe("a digest", () => {
  test("is found by a token for what that token is for, and nothing brings one back that has ended", async () => {
    await using it = await opened();
    const { id, tokens } = await it.asks();
    expect(await it.digests.byToken("confirm", tokens.confirm)).toMatchObject({ id });
    expect(await it.store.digestViews.byToken("end", tokens.end)).toMatchObject({ id });
    expect(await it.digests.byToken("end", tokens.confirm)).toBeUndefined();
    expect(await it.digests.byToken("confirm", "")).toBeUndefined();
    const digest = (await it.digests.get(id)) ?? expect.fail();
    await it.digests.drop(id);
    await it.digests.put({ ...digest, confirmed: it.clock() });
    expect(await it.digests.get(id)).toBeUndefined();
  });

  test("is looked at when it is due and confirmed, the longest due first", async () => {
    await using it = await opened();
    const now = it.clock();
    const ids: string[] = [];
    for (const [at, name] of ["a", "b", "c", "d"].entries()) {
      const { id } = await it.asks({ address: `${name}@mail.example` });
      const digest = (await it.digests.get(id)) ?? expect.fail();
      if (name !== "a") await it.digests.put({ ...digest, confirmed: now, due: now + (3 - at) * HOUR });
      ids.push(id);
    }
    const due = async (at: number, limit = 10) => (await it.digests.due(at, limit)).map(({ id }) => id);
    expect(await due(now)).toEqual([ids[3]]);
    expect(await due(now + 2 * HOUR)).toEqual([ids[3], ids[2], ids[1]]);
    expect(await due(now + 2 * HOUR, 1)).toEqual([ids[3]]);
  });
});

describe("news", () => {
  const facts: fc.Arbitrary<FeedFacts> = fc.record({
    regions: fc.subarray(["US-CA", "US", "QA"], { maxLength: 2 }),
    sectors: fc.subarray(["isic4:F", "isic4:T97"], { maxLength: 2 }),
    kind: fc.constantFrom(...FEED_KINDS),
    languages: fc.subarray(["en", "zh-Hant-TW", "ar"]),
  });
  const names = [
    "any.any.any.any",
    "us.any.any.any",
    "us-ca.f.any.any",
    "any.f.call.en",
    "any.any.any.zh",
    "qa.t97.post.ar",
  ];

  test("are exactly what fits the feed and entered in that span, the latest first, and how many there are", async () => {
    await using it = await opened();
    const { direct, digestViews } = it.store;
    const ally = actorAt("a.example");
    let entries = 0;
    const said = fc.record({ facts, entered: fc.integer({ min: 1, max: 30 }), age: fc.integer({ min: 0, max: 40 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { maxLength: 8 }),
        fc.nat(30),
        fc.nat(30),
        fc.nat(5),
        async (all, a, b, limit) => {
          const epoch = (entries += 1) * 1000;
          const model = [];
          for (const { facts: one, entered, age } of all) {
            const entry = trusted.feedEntry(`entry-${(entries += 1)}`);
            const keys = feedKeys(one) ?? expect.fail();
            const object = storedObject(objectAt("a.example", entry), { attributedTo: ally });
            const at = epoch + entered;
            await direct.objects.put(object);
            await direct.arrivals.add({
              object: object.id,
              from: ally,
              reason: "followed",
              backfilled: true,
              received: at,
            });
            await direct.feeds.enter({
              entry,
              object: object.id,
              keys,
              isFor: "everybody",
              published: at - age,
              entered: at,
            });
            model.push({ id: object.id, keys, entered: at, at: entries });
          }
          const [after, until] = [epoch + Math.min(a, b), epoch + Math.max(a, b)];
          for (const name of names) {
            const fitting = model
              .filter(({ keys, entered }) => fits(keys, filterOf(name)) && entered > after && entered <= until)
              .toSorted((one, other) => other.entered - one.entered || other.at - one.at);
            const news = await digestViews.news(filterOf(name), { after, until, limit });
            expect(news.count).toBe(fitting.length);
            expect(news.items.map(({ object }) => object.id)).toEqual(fitting.slice(0, limit).map(({ id }) => id));
          }
          entries += 100;
        },
      ),
      { numRuns: 30 },
    );
  });

  test("have nothing that is not for everybody, that was withdrawn, or that comes from who is limited", async () => {
    await using it = await opened();
    const { direct, digestViews } = it.store;
    const keys = feedKeys({ regions: [], sectors: [], kind: "post", languages: [] }) ?? expect.fail();
    const enter = (
      name: string,
      object: ReturnType<typeof ourObject>,
      isFor: "everybody" | "followers" = "everybody",
    ) => direct.feeds.enter({ entry: trusted.feedEntry(name), object, keys, isFor, published: 5, entered: 5 });
    const local = { attributedTo: ourActor("hall"), local: true };
    for (const name of ["shown", "gone", "told"]) await direct.objects.put(storedObject(ourObject(name), local));
    await direct.objects.put(storedObject(ourObject("limited"), { ...local, reach: "limited" }));
    const stranger = storedObject(objectAt("bad.example", "post"), { attributedTo: actorAt("bad.example") });
    await direct.objects.put(stranger);
    await direct.arrivals.add({
      object: stranger.id,
      from: stranger.attributedTo,
      reason: "followed",
      backfilled: false,
      received: 5,
    });
    for (const name of ["shown", "gone", "limited"]) await enter(name, ourObject(name));
    await enter("told", ourObject("told"), "followers");
    await enter("stranger", stranger.id);
    await direct.objects.delete(ourObject("gone"), 6);
    await direct.domains.set(trusted.host("bad.example"), "limit");
    const { items, count } = await digestViews.news({}, { after: 0, until: 10, limit: 10 });
    expect([items.map(({ object }) => object.id), count]).toEqual([[ourObject("shown")], 1]);
  });
});
