import {
  DAY,
  err,
  feedFilterFrom,
  feedKeys,
  feedName,
  HOUR,
  MINUTE,
  ok,
  SECOND,
  trusted,
  type DigestAsk,
  type DigestLetter,
  type DigestNews,
  type MailProblem,
} from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createFederation } from "../federation.ts";
import { hall } from "../testing/hall.fixture.ts";

const ENGLISH = "en";
const ADDRESS = "ana@mail.example";
const feedOf = (name: string) => {
  const filter = feedFilterFrom(name);
  return filter.ok ? feedName(filter.value) : expect.fail();
};
const FEED = feedOf("us.any.any.any");

type Sent =
  | { readonly type: "question"; readonly letter: DigestLetter }
  | { readonly type: "digest"; readonly letter: DigestLetter; readonly news: DigestNews & { readonly until: number } };

/** A node whose mails end in a list, and whose mail server does as it is told. Sunday, nine in the morning. */
async function scene() {
  const here = await hall();
  const mails: Sent[] = [];
  const server: { problem?: MailProblem; afterwards?: () => void } = {};
  const answer = (sent: Sent) => {
    if (server.problem !== undefined) return err(server.problem);
    mails.push(sent);
    server.afterwards?.();
    return ok();
  };
  const federation = createFederation({
    ...here.ports,
    digestMail: {
      sendQuestion: async (letter) => answer({ type: "question", letter }),
      sendDigest: async (letter, news) => answer({ type: "digest", letter, news }),
    },
  });
  let said = 0;
  const at = async (time: number) => {
    here.clock.set(time);
    await federation.drain();
  };
  const asks = async (ask: Partial<DigestAsk> = {}) => {
    await federation.digests.ask({ feed: FEED, rhythm: "daily", language: ENGLISH, address: ADDRESS, ...ask });
    await federation.drain();
  };
  const taken = () => mails.splice(0);
  const questions = () => taken().flatMap((mail) => (mail.type === "question" ? [mail.letter] : []));
  await federation.drain();
  return {
    here,
    server,
    federation,
    at,
    asks,
    taken,
    questions,
    at7: (day: number) => at(Date.UTC(2026, 10, day, 7)),
    async subscribes(ask: Partial<DigestAsk> = {}) {
      await asks(ask);
      const [letter = expect.fail()] = questions();
      expect(await federation.digests.confirm(letter.tokens.confirm)).toBeDefined();
      return letter;
    },
    async carries(region = "US") {
      const id = await here.says(`posts/${(said += 1)}`, `post ${said}`);
      const keys = feedKeys({ regions: [region], sectors: [], kind: "post", languages: [] }) ?? expect.fail();
      const entry = trusted.feedEntry(`entry-${said}`);
      await here.store.direct.feeds.enter({
        entry,
        object: id,
        keys,
        isFor: "everybody",
        published: here.clock(),
        entered: here.clock(),
      });
      return id;
    },
    /** Of the digests that were sent: until when, what they had, and how many more there were. */
    told: () =>
      taken().map((mail) =>
        mail.type === "digest"
          ? [new Date(mail.news.until).toISOString().slice(8, 13), mail.news.items.map(({ object }) => object.text)]
          : mail.type,
      ),
    async [Symbol.asyncDispose]() {
      await federation.close();
      await here[Symbol.asyncDispose]();
    },
  };
}

describe("whoever reads a mailbox", () => {
  test("is asked, and gets nothing before they have said yes", async () => {
    await using it = await scene();
    await it.asks();
    const [letter] = it.questions();
    expect(letter).toMatchObject({ address: ADDRESS, feed: FEED, rhythm: "daily", language: ENGLISH });
    await it.carries();
    await it.at7(23);
    expect(it.taken()).toEqual([]);
  });

  test("is asked once a day, however many ask for whatever, and nobody is told that it is so", async () => {
    await using it = await scene();
    for (const address of [ADDRESS, ADDRESS.toUpperCase(), "a.na+x@mail.example"]) {
      await it.asks({ address });
      await it.asks({ address, feed: feedOf("any.any.any.any"), rhythm: "weekly" });
    }
    expect(it.questions().map(({ address }) => address)).toEqual([ADDRESS]);
    await it.at(it.here.clock() + DAY);
    await it.asks();
    expect(it.questions()).toHaveLength(1);
  });

  test("who does not answer is forgotten after two days, and the link leads nowhere from then on", async () => {
    await using it = await scene();
    await it.asks();
    const [letter = expect.fail()] = it.questions();
    it.here.clock.advance(2 * DAY);
    expect(await it.federation.digests.confirm(letter.tokens.confirm)).toBeUndefined();
    expect(await it.here.store.direct.digests.get(letter.id)).toBeDefined();
    await it.federation.drain();
    expect(await it.here.store.direct.digests.get(letter.id)).toBeUndefined();
  });

  test("may say yes twice, and end it at once, and neither token does what the other is for", async () => {
    await using it = await scene();
    const { tokens, id } = await it.subscribes();
    const { digests } = it.federation;
    expect(await digests.confirm(tokens.confirm)).toMatchObject({ feed: FEED });
    expect(await digests.confirm(tokens.end)).toBeUndefined();
    await digests.end(tokens.confirm);
    expect(await it.here.store.direct.digests.get(id)).toBeDefined();
    await it.carries();
    await digests.end(tokens.end);
    await digests.end(tokens.end);
    expect(await it.here.store.direct.digests.get(id)).toBeUndefined();
    await it.at7(23);
    expect(it.taken()).toEqual([]);
  });

  test("is asked when the server answers again, within the day", async () => {
    await using it = await scene();
    it.server.problem = { type: "unreachable", detail: "off" };
    await it.asks();
    delete it.server.problem;
    await it.at(it.here.clock() + 30 * SECOND);
    expect(it.questions()).toHaveLength(1);
    it.server.problem = { type: "unreachable", detail: "off" };
    await it.asks({ address: "bo@mail.example" });
    it.here.clock.advance(DAY);
    delete it.server.problem;
    await it.federation.drain();
    expect(it.questions()).toEqual([]);
  });
});

describe("a digest", () => {
  test("comes every morning at seven with what has entered since the last, and not where nothing has", async () => {
    await using it = await scene();
    await it.carries();
    await it.subscribes();
    it.here.clock.advance(MINUTE);
    await it.carries();
    await it.carries("QA");
    await it.at(Date.UTC(2026, 10, 23, 7) - 1);
    expect(it.told()).toEqual([]);
    await it.at7(23);
    expect(it.told()).toEqual([["23T07", ["post 2"]]]);
    await it.at7(24);
    expect(it.told()).toEqual([]);
    it.here.clock.advance(HOUR);
    await it.carries();
    await it.carries();
    await it.at7(25);
    expect(it.told()).toEqual([["25T07", ["post 5", "post 4"]]]);
  });

  test("comes on Mondays where it is weekly", async () => {
    await using it = await scene();
    await it.at7(24);
    await it.subscribes({ rhythm: "weekly" });
    it.here.clock.advance(MINUTE);
    await it.carries();
    for (const day of [25, 26, 27, 28, 29]) await it.at7(day);
    expect(it.told()).toEqual([]);
    await it.at7(30);
    expect(it.told()).toEqual([["30T07", ["post 1"]]]);
  });

  test("holds fifty at most, and says how many there are", async () => {
    await using it = await scene();
    await it.subscribes();
    it.here.clock.advance(MINUTE);
    for (let n = 0; n < 53; n += 1) await it.carries();
    await it.at7(23);
    const [mail] = it.taken();
    const news = mail?.type === "digest" ? mail.news : expect.fail();
    expect([news.items.length, news.count, news.items[0]?.object.text]).toEqual([50, 53, "post 53"]);
  });

  test("that was sent and not written down comes once more, the same, and no third time", async () => {
    await using it = await scene();
    await it.subscribes();
    it.here.clock.advance(MINUTE);
    await it.carries();
    it.server.afterwards = () => {
      delete it.server.afterwards;
      throw new Error("The machine stops right after the server took the mail");
    };
    await it.at7(23);
    await it.at(it.here.clock() + HOUR);
    await it.at(it.here.clock() + HOUR);
    expect(it.told()).toEqual([
      ["23T07", ["post 1"]],
      ["23T07", ["post 1"]],
    ]);
  });

  test("is tried again while the server is away, and the next one tells all of it, once", async () => {
    await using it = await scene();
    await it.subscribes();
    it.here.clock.advance(MINUTE);
    await it.carries();
    it.server.problem = { type: "unreachable", detail: "off" };
    await it.at7(23);
    for (let hour = 0; hour < 23; hour += 1) await it.at(it.here.clock() + HOUR);
    await it.carries();
    delete it.server.problem;
    await it.at7(24);
    expect(it.told()).toEqual([["24T07", ["post 2", "post 1"]]]);
    for (let day = 25; day <= 30; day += 1) await it.at7(day);
    expect(it.told()).toEqual([]);
  });

  test("is one after the node was away for a week", async () => {
    await using it = await scene();
    await it.subscribes();
    it.here.clock.advance(MINUTE);
    await it.carries();
    await it.at(Date.UTC(2026, 10, 29, 12));
    expect(it.told()).toEqual([["29T07", ["post 1"]]]);
  });
});

describe("a mailbox that is not there any more", () => {
  const GONE: MailProblem = { type: "refused", of: "address", detail: "the mail server answered 550" };

  test("is forgotten after three digests in a row", async () => {
    await using it = await scene();
    const { id } = await it.subscribes();
    it.server.problem = GONE;
    for (const day of [23, 24, 25]) {
      expect(await it.here.store.direct.digests.get(id)).toBeDefined();
      await it.at(Date.UTC(2026, 10, day, 6));
      await it.carries();
      await it.at7(day);
    }
    expect(await it.here.store.direct.digests.get(id)).toBeUndefined();
    expect(JSON.stringify(it.here.logged)).not.toMatch(/mail\.example|us\.any/);
  });

  test("is kept where it comes back, with all that it missed; and where it is our mail that nobody wants", async () => {
    await using it = await scene();
    const { id } = await it.subscribes();
    it.here.clock.advance(MINUTE);
    await it.carries();
    it.server.problem = GONE;
    await it.at7(23);
    await it.at7(24);
    delete it.server.problem;
    await it.at7(25);
    expect(it.told()).toEqual([["25T07", ["post 1"]]]);
    it.server.problem = { type: "refused", of: "mail", detail: "the mail server answered 554" };
    it.here.clock.advance(MINUTE);
    await it.carries();
    for (const day of [26, 27, 28, 29]) await it.at7(day);
    expect(await it.here.store.direct.digests.get(id)).toMatchObject({ refusals: 0 });
  });
});

test("many due at once all come, each to one reader", async () => {
  await using it = await scene();
  const { work, digestSeals } = it.here.store;
  const now = it.here.clock();
  const all = Array.from({ length: 520 }, (_, n) => `many-${n}`);
  const sealed = new Map(await Promise.all(all.map(async (id) => [id, await digestSeals.seal(id, ADDRESS)] as const)));
  await work.run(async ({ digests }) => {
    for (const id of all) {
      const terms = { id, feed: FEED, rhythm: "daily", language: ENGLISH, sealed: sealed.get(id) ?? "" } as const;
      const sums = { address: `a ${id}`, mailbox: `m ${id}`, tokens: { confirm: `c ${id}`, end: `e ${id}` } };
      await digests.add({ ...terms, ...sums }, now);
      await digests.put({ ...terms, asked: now, confirmed: now, until: now, due: now, refusals: 0 });
    }
  });
  it.here.clock.advance(MINUTE);
  await it.carries();
  await it.at7(23);
  expect(new Set(it.taken().map(({ letter }) => letter.id)).size).toBe(520);
});
