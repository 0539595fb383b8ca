import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  trusted,
  type ActivityId,
  type ActorKeys,
  type DeliveryQueue,
  type LeasedDelivery,
} from "@commonhall/domain";
import { openStore } from "@commonhall/store";
import { startLocalServer, type LocalServer, type Respond } from "@commonhall/testkit";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpClient } from "../http/client.ts";
import { generateActorKeys, localKeys } from "../keys/local-keys.ts";
import type { Log } from "../ports.ts";
import { createDeliverer, type Deliverer } from "./deliverer.ts";

const origin = "http://hall.example:8420";
const actor = trusted.actor(`${origin}/centres/hall`);
const START = Date.UTC(2026, 10, 22, 9);
const keys: ActorKeys = await generateActorKeys();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

const site = { origin, handleHost: "hall.example" };
const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

/** A sender with a real table and real requests, whose time stands still until it is moved. */
async function hall(limits = { connect: 2000, headers: 2000, whole: 2000 }) {
  const time = { now: START };
  const clock = () => time.now;
  const store = await openStore({ file: ":memory:", clock });
  const onChange = (listener: () => void) => store.onChange(listener);
  const ourKeys = localKeys({ site, direct: store.direct, onChange });
  const software = { name: "commonhall", version: "1" };
  const client = createHttpClient(
    { site, software, testNetwork: true, clock },
    { levels: { of: async () => "accept" }, keys: ourKeys },
    { limits },
  );
  open.push(store, client);
  const document = "{}";
  await store.direct.localActors.put({ id: actor, kind: "centre", document, keys, created: START });

  /** A deliverer that knows nothing but the table. */
  const started = (deliveries: DeliveryQueue = store.deliveries, log: Log = QUIET): Deliverer =>
    createDeliverer({ deliveries, clock, random: () => 0.5, log, keyValue: store.keyValue, onChange }, client, ourKeys);
  const deliverer = started();

  let told = 0;
  const tell = async (inboxes: readonly string[], object = "post", type = "Create"): Promise<ActivityId> => {
    const id = trusted.activity(`${origin}/activities/${++told}`);
    const document = JSON.stringify({ id, type, object, text: "قاعة" });
    await store.direct.outbox.append(
      { id, type, actor, object: trusted.object(`${origin}/${object}`), document, published: time.now, listed: true },
      inboxes.map((inbox) => ({ type: "inbox", inbox: trusted.inbox(inbox) })),
    );
    return id;
  };

  /** Lets time pass step by step, sending what falls due. Answers how many attempts were made. */
  const pass = async (duration: number, step = MINUTE): Promise<number> => {
    let attempts = 0;
    for (const end = time.now + duration; time.now < end;) {
      time.now += step;
      attempts += await deliverer.drain();
    }
    return attempts;
  };

  return { time, store, deliverer, started, tell, pass, counts: () => store.deliveryViews.counts() };
}

async function server(respond: Respond, options: { address?: string; port?: number } = {}): Promise<LocalServer> {
  const started = await startLocalServer(respond, options);
  open.push(started);
  return started;
}

const says =
  (status: number): Respond =>
  (_, response) =>
    void response.writeHead(status).end();

const received = (ally: LocalServer): string[] => ally.requests.map(({ body }) => JSON.parse(body).id);
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

describe("the deliverer", () => {
  it("sends the stored bytes, signed by the actor, to every inbox once", async () => {
    const sender = await hall();
    const ally = await server(says(202));
    const hosts = Array.from(
      { length: 300 },
      (_, index) => `http://127.0.1.${index % 250}:${ally.port}/inbox/${index}`,
    );
    await sender.tell(hosts);
    expect(await sender.deliverer.drain()).toBe(300);
    expect(distinct(ally.requests.map(({ headers, path }) => headers["host"] + path))).toHaveLength(300);
    expect(distinct(ally.requests.map(({ body }) => body))).toEqual([
      '{"id":"http://hall.example:8420/activities/1","type":"Create","object":"post","text":"قاعة"}',
    ]);
    expect(ally.requests.every(({ headers }) => headers["signature"]?.includes(`keyId="${actor}#main-key"`))).toBe(
      true,
    );
    expect(await sender.counts()).toEqual({ waiting: 0, done: 300, failed: 0, gone: 0 });
    expect(await sender.deliverer.drain()).toBe(0);
  });

  it("keeps to four requests at once for one host, and to more for several", async () => {
    const sender = await hall();
    const most = new Map<string, number>();
    const now = new Map<string, number>();
    const ally = await server(({ headers }, response) => {
      for (const key of [headers["host"] ?? "", "all"]) {
        now.set(key, (now.get(key) ?? 0) + 1);
        most.set(key, Math.max(most.get(key) ?? 0, now.get(key) ?? 0));
      }
      setTimeout(() => {
        for (const key of [headers["host"] ?? "", "all"]) now.set(key, (now.get(key) ?? 0) - 1);
        response.writeHead(202).end();
      }, 2);
    });
    for (let object = 0; object < 20; object++) {
      await sender.tell(
        Array.from({ length: 10 }, (_, host) => `http://127.0.2.${host}:${ally.port}/inbox`),
        `post${object}`,
      );
    }
    expect(await sender.deliverer.drain()).toBe(200);
    const all = most.get("all") ?? 0;
    most.delete("all");
    expect(Math.max(...most.values())).toBeLessThanOrEqual(4);
    expect(all).toBeGreaterThan(4);
    expect(all).toBeLessThanOrEqual(128);
  });

  it("holds what is refused for good, and marks an inbox that is gone", async () => {
    const sender = await hall();
    const ally = await server(({ path }, response) => void response.writeHead(path === "/gone" ? 410 : 422).end());
    const inboxes = [`${ally.origin}/gone`, `${ally.origin}/never`];
    await sender.tell(inboxes, "one");
    await sender.deliverer.drain();
    expect(await sender.counts()).toEqual({ waiting: 0, done: 0, failed: 1, gone: 1 });
    await sender.tell(inboxes, "two");
    await sender.deliverer.drain();
    expect(ally.requests.map(({ path }) => path).sort()).toEqual(["/gone", "/never", "/never"]);
  });

  it("tries again after the waits of the design, with the same bytes under the same id", async () => {
    const sender = await hall();
    const at: number[] = [];
    const ally = await server((_, response) => {
      at.push((sender.time.now - START) / SECOND);
      response.writeHead(at.length <= 4 ? 500 : 202).end();
    });
    await sender.tell([`${ally.origin}/inbox`]);
    await sender.deliverer.drain();
    await sender.pass(2 * MINUTE, SECOND);
    expect(at).toEqual([0, 2, 7, 22, 52]);
    expect(distinct(ally.requests.map(({ body }) => body))).toHaveLength(1);
    expect(await sender.counts()).toMatchObject({ done: 1, waiting: 0 });
  });
});

describe("a host that does not answer", () => {
  it("is left alone but for its probes, and slows nobody", async () => {
    const sender = await hall();
    const ally = await server(says(202), { address: "127.0.3.1" });
    const dead = await startLocalServer(says(202), { address: "127.0.3.2" });
    await dead.close();
    for (let object = 0; object < 50; object++)
      await sender.tell([`${dead.origin}/inbox`, `${ally.origin}/inbox`], `post${object}`);
    await sender.deliverer.drain();
    expect(ally.requests).toHaveLength(50);
    const [silent] = await sender.store.deliveryViews.silentHosts();
    expect(silent).toMatchObject({ host: `127.0.3.2:${dead.port}`, waiting: 50 });
    // Ten minutes of probes every half minute, and then ever fewer: never fifty retries at a time.
    expect(await sender.pass(10 * MINUTE, 10 * SECOND)).toBeLessThanOrEqual(21);
    expect(await sender.pass(6 * DAY, 10 * MINUTE)).toBeLessThanOrEqual(7 * 24);
    expect(await sender.counts()).toMatchObject({ waiting: 50, done: 50 });
  });

  it("and is silent rather than closed takes no more room than its share", async () => {
    const sender = await hall({ connect: 300, headers: 300, whole: 300 });
    const silent = await server(() => {}, { address: "127.0.3.3" });
    const ally = await server(says(202), { address: "127.0.3.4" });
    for (let object = 0; object < 30; object++)
      await sender.tell([`${silent.origin}/inbox`, `${ally.origin}/inbox`], `post${object}`);
    await sender.deliverer.drain();
    expect(ally.requests).toHaveLength(30);
    expect(silent.requests.length).toBeLessThanOrEqual(8);
  });

  it("for a week gets everything when it returns, each object's story in order", async () => {
    const sender = await hall();
    const first = await startLocalServer(says(202), { address: "127.0.3.5" });
    const { port } = first;
    await first.close();
    const inbox = `${first.origin}/inbox`;
    const stories = new Map<string, ActivityId[]>();
    for (let day = 0; day < 7; day++) {
      for (const [object, type] of [
        [`post${day}`, "Create"],
        [`post${Math.max(0, day - 1)}`, "Update"],
        ["post0", "Update"],
      ] as const) {
        stories.set(object, [...(stories.get(object) ?? []), await sender.tell([inbox], object, type)]);
      }
      await sender.pass(DAY - HOUR / 2, 30 * MINUTE);
    }
    const ally = await server(says(202), { address: "127.0.3.5", port });
    await sender.pass(2 * HOUR);
    expect(received(ally).length).toBe(21);
    for (const story of stories.values()) {
      expect(received(ally).filter((id) => story.some((one) => one === id))).toEqual(story);
    }
    expect(await sender.counts()).toEqual({ waiting: 0, done: 21, failed: 0, gone: 0 });
  });

  it("for longer is given up, a Delete three weeks later than the rest", async () => {
    const sender = await hall();
    const dead = await startLocalServer(says(202));
    await dead.close();
    await sender.tell([`${dead.origin}/inbox`], "one");
    await sender.tell([`${dead.origin}/inbox`], "two", "Delete");
    await sender.pass(8 * DAY, 4 * HOUR);
    expect(await sender.counts()).toMatchObject({ waiting: 1, failed: 1 });
    await sender.pass(24 * DAY, 4 * HOUR);
    expect(await sender.counts()).toMatchObject({ waiting: 0, failed: 2 });
  });
});

describe("order", () => {
  it("about one object is kept for each inbox, whatever the answers and however slow", async () => {
    const behaviour = fc.record({
      status: fc.constantFrom(202, 202, 202, 500, 503, 429, 403),
      wait: fc.nat(3),
      lost: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(behaviour, { maxLength: 40 }),
        fc.array(fc.nat(2), { minLength: 1, maxLength: 8 }),
        async (behaviours, objects) => {
          const sender = await hall();
          let turn = 0;
          const kept: string[] = [];
          const ally = await server(async ({ body, path }, response) => {
            const { status, wait, lost } = behaviours[turn++] ?? { status: 202, wait: 0, lost: false };
            for (let turns = 0; turns < wait; turns++) await new Promise((resolve) => setImmediate(resolve));
            if (status === 202) kept.push(`${path} ${body}`);
            // Taken, but the sender never hears of it: it has to send again.
            if (lost) response.destroy();
            else response.writeHead(status).end();
          });
          const inboxes = ["/a", "/b"].map((path) => ally.origin + path);
          const told: { id: ActivityId; object: number }[] = [];
          for (const object of objects)
            told.push({ id: await sender.tell(inboxes, `post${object}`, "Update"), object });
          await sender.deliverer.drain();
          await sender.pass(6 * HOUR, 5 * MINUTE);
          expect(await sender.counts()).toMatchObject({ waiting: 0, done: 2 * objects.length });
          for (const path of ["/a", "/b"]) {
            for (const object of distinct(objects)) {
              const arrived = kept
                .filter((line) => line.startsWith(`${path} `))
                .map((line) => JSON.parse(line.slice(3)));
              const ids = distinct(arrived.filter((one) => one.object === `post${object}`).map((one) => one.id));
              expect(ids).toEqual(told.filter((one) => one.object === object).map(({ id }) => id));
            }
          }
          await ally.close();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe("a crash", () => {
  /** The table of a process that ends before it can write what became of its deliveries. */
  const thatNeverSettles = (queue: DeliveryQueue): DeliveryQueue => ({
    ...queue,
    settle: async () => {
      throw new Error("The process has ended");
    },
  });

  it("between sending and writing it down sends again, the same bytes under the same id", async () => {
    const sender = await hall();
    const ally = await server(says(202));
    const id = await sender.tell([`${ally.origin}/inbox`]);
    await expect(sender.started(thatNeverSettles(sender.store.deliveries)).drain()).rejects.toThrow("has ended");
    expect(received(ally)).toEqual([id]);
    expect(await sender.deliverer.drain()).toBe(0);
    sender.time.now += 2 * MINUTE;
    expect(await sender.deliverer.drain()).toBe(1);
    expect(received(ally)).toEqual([id, id]);
    expect(ally.requests[0]?.body).toBe(ally.requests[1]?.body);
    expect(await sender.counts()).toMatchObject({ done: 1, waiting: 0 });
  });

  it("after leasing and before sending loses nothing", async () => {
    const sender = await hall();
    const ally = await server(says(202));
    const id = await sender.tell([`${ally.origin}/inbox`]);
    const leased = await sender.store.deliveries.lease(sender.time.now, {
      limit: 9,
      leaseFor: MINUTE,
      perHost: 9,
      busy: new Map(),
    });
    expect(leased).toHaveLength(1);
    expect(await sender.deliverer.drain()).toBe(0);
    sender.time.now += MINUTE;
    await sender.deliverer.drain();
    expect(received(ally)).toEqual([id]);
  });
});

describe("running", () => {
  /** Waits for what the deliverer does by itself; the test's own time limit is the only clock. */
  const until = async (condition: () => boolean | Promise<boolean>) => {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it("wakes for what is committed, and stops cleanly", async () => {
    const sender = await hall();
    const ally = await server(says(202));
    const stop = new AbortController();
    const running = sender.deliverer.run(stop.signal);
    await sender.tell([`${ally.origin}/inbox`], "one");
    await until(() => ally.requests.length === 1);
    await sender.tell([`${ally.origin}/inbox`], "two");
    await until(async () => (await sender.counts()).done === 2);
    stop.abort();
    await running;
    await sender.tell([`${ally.origin}/inbox`], "three");
    expect(ally.requests).toHaveLength(2);
  });

  it("writes down what was under way when it is told to stop, and gives back the rest", async () => {
    const sender = await hall();
    const answers: (() => void)[] = [];
    const ally = await server((_, response) => void answers.push(() => void response.writeHead(202).end()));
    await sender.tell(Array.from({ length: 140 }, (_, host) => `http://127.0.4.${host}:${ally.port}/inbox`));
    const stop = new AbortController();
    const running = sender.deliverer.run(stop.signal);
    await until(() => answers.length === 128);
    stop.abort();
    for (const answer of answers) answer();
    await running;
    expect(await sender.counts()).toMatchObject({ done: 128, waiting: 12 });
    const options = { limit: 99, leaseFor: MINUTE, perHost: 9, busy: new Map() };
    expect(await sender.store.deliveries.lease(sender.time.now, options)).toHaveLength(12);
  });

  it("goes on after the table could not be read", async () => {
    const sender = await hall();
    const ally = await server(says(202));
    await sender.tell([`${ally.origin}/inbox`]);
    let broken = 1;
    const { deliveries } = sender.store;
    const flaky: DeliveryQueue = {
      ...deliveries,
      lease: async (...options): Promise<readonly LeasedDelivery[]> => {
        if (broken-- > 0) throw new Error("disk");
        return deliveries.lease(...options);
      },
    };
    const errors: string[] = [];
    const log = { ...QUIET, error: (message: string) => void errors.push(message) };
    const deliverer = sender.started(flaky, log);
    const stop = new AbortController();
    const running = deliverer.run(stop.signal);
    await until(() => ally.requests.length === 1);
    stop.abort();
    await running;
    expect(errors).toEqual(["deliveries could not be read or written"]);
  });
});
