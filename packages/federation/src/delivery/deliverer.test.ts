import { HOUR, MINUTE, SECOND, type ActivityId, type DeliveryQueue, type LeasedDelivery } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actor, distinct, sender, QUIET, received, says, server, START } from "../testing/sender.fixture.ts";

describe("the deliverer", () => {
  it("sends the stored bytes, signed by the actor, to every inbox once", async () => {
    const hall = await sender();
    const ally = await server(says(202));
    const hosts = Array.from(
      { length: 300 },
      (_, index) => `http://127.0.1.${index % 250}:${ally.port}/inbox/${index}`,
    );
    await hall.tell(hosts);
    expect(await hall.deliverer.drain()).toBe(300);
    expect(distinct(ally.requests.map(({ headers, path }) => headers["host"] + path))).toHaveLength(300);
    expect(distinct(ally.requests.map(({ body }) => body))).toEqual([
      '{"id":"http://hall.example:8420/activities/1","type":"Create","object":"post","text":"قاعة"}',
    ]);
    expect(ally.requests.every(({ headers }) => headers["signature"]?.includes(`keyId="${actor}#main-key"`))).toBe(
      true,
    );
    expect(await hall.counts()).toEqual({ waiting: 0, done: 300, failed: 0, gone: 0 });
    expect(await hall.deliverer.drain()).toBe(0);
  });

  it("keeps to four requests at once for one host, and to more for several", async () => {
    const hall = await sender();
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
      await hall.tell(
        Array.from({ length: 10 }, (_, host) => `http://127.0.2.${host}:${ally.port}/inbox`),
        `post${object}`,
      );
    }
    expect(await hall.deliverer.drain()).toBe(200);
    const all = most.get("all") ?? 0;
    most.delete("all");
    expect(Math.max(...most.values())).toBeLessThanOrEqual(4);
    expect(all).toBeGreaterThan(4);
    expect(all).toBeLessThanOrEqual(128);
  });

  it("holds what is refused for good, and marks an inbox that is gone", async () => {
    const hall = await sender();
    const ally = await server(({ path }, response) => void response.writeHead(path === "/gone" ? 410 : 422).end());
    const inboxes = [`${ally.origin}/gone`, `${ally.origin}/never`];
    await hall.tell(inboxes, "one");
    await hall.deliverer.drain();
    expect(await hall.counts()).toEqual({ waiting: 0, done: 0, failed: 1, gone: 1 });
    await hall.tell(inboxes, "two");
    await hall.deliverer.drain();
    expect(ally.requests.map(({ path }) => path).sort()).toEqual(["/gone", "/never", "/never"]);
  });

  it("tries again after the waits of the design, with the same bytes under the same id", async () => {
    const hall = await sender();
    const at: number[] = [];
    const ally = await server((_, response) => {
      at.push((hall.time.now - START) / SECOND);
      response.writeHead(at.length <= 4 ? 500 : 202).end();
    });
    await hall.tell([`${ally.origin}/inbox`]);
    await hall.deliverer.drain();
    await hall.pass(2 * MINUTE, SECOND);
    expect(at).toEqual([0, 2, 7, 22, 52]);
    expect(distinct(ally.requests.map(({ body }) => body))).toHaveLength(1);
    expect(await hall.counts()).toMatchObject({ done: 1, waiting: 0 });
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
          const hall = await sender();
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
          for (const object of objects) told.push({ id: await hall.tell(inboxes, `post${object}`, "Update"), object });
          await hall.deliverer.drain();
          await hall.pass(6 * HOUR, 5 * MINUTE);
          expect(await hall.counts()).toMatchObject({ waiting: 0, done: 2 * objects.length });
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
    const hall = await sender();
    const ally = await server(says(202));
    const id = await hall.tell([`${ally.origin}/inbox`]);
    await expect(hall.started(thatNeverSettles(hall.store.deliveries)).drain()).rejects.toThrow("has ended");
    expect(received(ally)).toEqual([id]);
    expect(await hall.deliverer.drain()).toBe(0);
    hall.time.now += 2 * MINUTE;
    expect(await hall.deliverer.drain()).toBe(1);
    expect(received(ally)).toEqual([id, id]);
    expect(ally.requests[0]?.body).toBe(ally.requests[1]?.body);
    expect(await hall.counts()).toMatchObject({ done: 1, waiting: 0 });
  });

  it("after leasing and before sending loses nothing", async () => {
    const hall = await sender();
    const ally = await server(says(202));
    const id = await hall.tell([`${ally.origin}/inbox`]);
    const leased = await hall.store.deliveries.lease(hall.time.now, {
      limit: 9,
      leaseFor: MINUTE,
      perHost: 9,
      busy: new Map(),
    });
    expect(leased).toHaveLength(1);
    expect(await hall.deliverer.drain()).toBe(0);
    hall.time.now += MINUTE;
    await hall.deliverer.drain();
    expect(received(ally)).toEqual([id]);
  });
});

describe("running", () => {
  /** Waits for what the deliverer does by itself; the test's own time limit is the only clock. */
  const until = async (condition: () => boolean | Promise<boolean>) => {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it("wakes for what is committed, and stops cleanly", async () => {
    const hall = await sender();
    const ally = await server(says(202));
    const stop = new AbortController();
    const running = hall.deliverer.run(stop.signal);
    await hall.tell([`${ally.origin}/inbox`], "one");
    await until(() => ally.requests.length === 1);
    await hall.tell([`${ally.origin}/inbox`], "two");
    await until(async () => (await hall.counts()).done === 2);
    stop.abort();
    await running;
    await hall.tell([`${ally.origin}/inbox`], "three");
    expect(ally.requests).toHaveLength(2);
  });

  it("writes down what was under way when it is told to stop, and gives back the rest", async () => {
    const hall = await sender();
    const answers: (() => void)[] = [];
    const ally = await server((_, response) => void answers.push(() => void response.writeHead(202).end()));
    await hall.tell(Array.from({ length: 140 }, (_, host) => `http://127.0.4.${host}:${ally.port}/inbox`));
    const stop = new AbortController();
    const running = hall.deliverer.run(stop.signal);
    await until(() => answers.length === 128);
    stop.abort();
    for (const answer of answers) answer();
    await running;
    expect(await hall.counts()).toMatchObject({ done: 128, waiting: 12 });
    const options = { limit: 99, leaseFor: MINUTE, perHost: 9, busy: new Map() };
    expect(await hall.store.deliveries.lease(hall.time.now, options)).toHaveLength(12);
  });

  it("waits no longer than it may for an answer; that delivery comes back when its lease ends", async () => {
    const hall = await sender();
    const ally = await server(() => {});
    await hall.tell([`${ally.origin}/inbox`]);
    const stop = new AbortController();
    const running = hall.started(hall.store.deliveries, QUIET, 50).run(stop.signal);
    await until(() => ally.requests.length === 1);
    stop.abort();
    await running;
    const options = { limit: 9, leaseFor: MINUTE, perHost: 9, busy: new Map() };
    expect(await hall.store.deliveries.lease(hall.time.now, options)).toHaveLength(0);
    expect(await hall.store.deliveries.lease(hall.time.now + MINUTE, options)).toHaveLength(1);
  });

  it("goes on after the table could not be read", async () => {
    const hall = await sender();
    const ally = await server(says(202));
    await hall.tell([`${ally.origin}/inbox`]);
    let broken = 1;
    const { deliveries } = hall.store;
    const flaky: DeliveryQueue = {
      ...deliveries,
      lease: async (...options): Promise<readonly LeasedDelivery[]> => {
        if (broken-- > 0) throw new Error("disk");
        return deliveries.lease(...options);
      },
    };
    const errors: string[] = [];
    const log = { ...QUIET, error: (message: string) => void errors.push(message) };
    const deliverer = hall.started(flaky, log);
    const stop = new AbortController();
    const running = deliverer.run(stop.signal);
    await until(() => ally.requests.length === 1);
    stop.abort();
    await running;
    expect(errors).toEqual(["deliveries could not be read or written"]);
  });
});
