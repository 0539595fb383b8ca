import { DAY, HOUR, SECOND } from "@commonhall/domain";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { FakeClock } from "../fake-clock.ts";
import { duration } from "./duration.ts";

interface Options {
  readonly delay?: { total(unit: "millisecond"): number };
  readonly orderingKey?: string;
}

type Handler = (message: unknown) => Promise<void> | void;

/** The shape that Fedify asks of a message queue, and `drain`, which handles all that is due. */
export interface MessageQueueContract {
  enqueue(message: unknown, options?: Options): Promise<void>;
  enqueueMany(messages: readonly unknown[], options?: Options): Promise<void>;
  listen(handler: Handler, options?: { readonly signal?: AbortSignal }): Promise<void>;
  drain(handler: Handler): Promise<number>;
  getDepth(): Promise<{ readonly queued: number; readonly ready: number; readonly delayed: number }>;
}

export interface MessageQueueWorld {
  readonly clock: FakeClock;
  /** Asked twice for one name, it gives two ends of the same queue. */
  readonly queue: (name: string) => MessageQueueContract;
  readonly close: () => Promise<void>;
}

export function messageQueueContract(name: string, open: () => Promise<MessageQueueWorld>): void {
  describe(`message queue: ${name}`, () => {
    const scene = queueScene(open);
    handling(scene);
    ordering(scene);
    listening(scene);
    test(
      "whatever fails or is delayed, each message is handled to its end once, in the order of its key",
      () => eachIsHandledOnce(open),
      60_000,
    );
  });
}

type Scene = ReturnType<typeof queueScene>;

function queueScene(open: () => Promise<MessageQueueWorld>) {
  let world: MessageQueueWorld;
  beforeEach(async () => {
    world = await open();
    return () => world.close();
  });
  return {
    world: () => world,
    queue: () => world.queue("queue"),
    /** What a round of handling everything that is due handles. */
    drained: async () => {
      const messages: unknown[] = [];
      const count = await world.queue("queue").drain((message) => void messages.push(message));
      expect(count).toBe(messages.length);
      return messages;
    },
  };
}

function handling({ world, queue, drained }: Scene): void {
  test("messages come as they were sent, in that order, once", async () => {
    await queue().enqueue({ text: "one", list: [1, null] });
    await queue().enqueueMany(["two", 3]);
    expect(await drained()).toEqual([{ text: "one", list: [1, null] }, "two", 3]);
    expect(await drained()).toEqual([]);
  });

  test("queues of other names have other messages", async () => {
    await world().queue("other").enqueue("one");
    expect(await drained()).toEqual([]);
  });

  test("a delayed message waits for its time", async () => {
    await queue().enqueue("later", { delay: duration(HOUR) });
    await queue().enqueueMany(["much", "later"], { delay: duration(2 * HOUR) });
    await queue().enqueue("now");
    expect(await drained()).toEqual(["now"]);
    world().clock.advance(HOUR);
    expect(await drained()).toEqual(["later"]);
    world().clock.advance(HOUR);
    expect(await drained()).toEqual(["much", "later"]);
  });

  test("a message whose handler fails comes again, after ever longer waits, and keeps no other from being handled", async () => {
    await queue().enqueueMany(["bad", "good"]);
    const handled: unknown[] = [];
    const failOnBad = (message: unknown) => {
      handled.push(message);
      if (message === "bad") throw new Error("not now");
    };
    await queue().drain(failOnBad);
    expect(handled).toEqual(["bad", "good"]);
    expect(await drained()).toEqual([]);
    for (let attempt = 0; attempt < 3; attempt++) {
      world().clock.advance(HOUR);
      await queue().drain(failOnBad);
    }
    expect(handled).toEqual(["bad", "good", "bad", "bad", "bad"]);
    world().clock.advance(SECOND);
    expect(await drained()).toEqual([]);
    world().clock.advance(HOUR);
    expect(await drained()).toEqual(["bad"]);
  });

  test("a message whose handler never came back is handled again, once its lease has run out", async () => {
    await queue().enqueue("one");
    const started = Promise.withResolvers<void>();
    void queue().drain(() => {
      started.resolve();
      return new Promise(() => {});
    });
    await started.promise;
    expect(await drained()).toEqual([]);
    world().clock.advance(HOUR);
    expect(await drained()).toEqual(["one"]);
  });

  test("what is added while the queue is drained is handled too", async () => {
    const handled: unknown[] = [];
    await queue().enqueue(3);
    await queue().drain(async (message) => {
      handled.push(message);
      if (typeof message === "number" && message > 0) await queue().enqueue(message - 1);
    });
    expect(handled).toEqual([3, 2, 1, 0]);
  });

  test("its depth tells what waits for a hand, and what for its time", async () => {
    await queue().enqueueMany(["a", "b"]);
    await queue().enqueue("c", { delay: duration(HOUR) });
    expect(await queue().getDepth()).toEqual({ queued: 3, ready: 2, delayed: 1 });
    await queue().drain(async (message) => {
      if (message === "a") expect((await queue().getDepth()).delayed).toBe(1);
    });
    expect(await queue().getDepth()).toEqual({ queued: 1, ready: 0, delayed: 1 });
  });
}

function ordering({ world, queue, drained }: Scene): void {
  test("messages of one key are handled one after the other, of others beside them", async () => {
    await queue().enqueueMany(["a1", "a2", "a3"], { orderingKey: "a" });
    await queue().enqueueMany(["b1", "b2"], { orderingKey: "b" });
    const handled: unknown[] = [];
    const underWay = new Set<string>();
    let together = 0;
    await queue().drain(async (message) => {
      const key = String(message).slice(0, 1);
      expect(underWay).not.toContain(key);
      underWay.add(key);
      together = Math.max(together, underWay.size);
      await new Promise((resolve) => setImmediate(resolve));
      underWay.delete(key);
      handled.push(message);
    });
    expect(handled.filter((message) => String(message).startsWith("a"))).toEqual(["a1", "a2", "a3"]);
    expect(handled.filter((message) => String(message).startsWith("b"))).toEqual(["b1", "b2"]);
    expect(together).toBe(2);
  });

  test("one that fails holds up those of its key that came later", async () => {
    await queue().enqueueMany(["a1", "a2"], { orderingKey: "a" });
    await queue().drain(() => {
      throw new Error("not now");
    });
    expect(await drained()).toEqual([]);
    world().clock.advance(HOUR);
    expect(await drained()).toEqual(["a1", "a2"]);
  });

  test("one that is delayed holds up nobody", async () => {
    await queue().enqueue("later", { orderingKey: "a", delay: duration(HOUR) });
    await queue().enqueue("now", { orderingKey: "a" });
    expect(await drained()).toEqual(["now"]);
    world().clock.advance(HOUR);
    expect(await drained()).toEqual(["later"]);
  });
}

function listening({ queue }: Scene): void {
  test("a listener hears of a message at once, and of the next", async () => {
    const stop = new AbortController();
    const heard: unknown[] = [];
    let next = Promise.withResolvers<void>();
    const listening = queue().listen(
      (message) => {
        heard.push(message);
        next.resolve();
      },
      { signal: stop.signal },
    );
    for (const message of ["one", "two"]) {
      await queue().enqueue(message);
      await next.promise;
      next = Promise.withResolvers();
    }
    stop.abort();
    await listening;
    expect(heard).toEqual(["one", "two"]);
  });

  test("of two listeners one gets a message", async () => {
    const stop = new AbortController();
    const heard: unknown[] = [];
    const all = Promise.withResolvers<void>();
    const hear = (message: unknown) => {
      heard.push(message);
      if (heard.length >= 100) all.resolve();
    };
    const listeners = [queue(), queue()].map((end) => end.listen(hear, { signal: stop.signal }));
    await Promise.all(Array.from({ length: 100 }, (_, index) => queue().enqueue(index)));
    await all.promise;
    stop.abort();
    await Promise.all(listeners);
    expect(heard).toHaveLength(100);
    expect(new Set(heard).size).toBe(100);
  });

  test("a listener ends when it is told to, after what it was handling", async () => {
    const stop = new AbortController();
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    await queue().enqueue("one");
    const listening = queue().listen(
      () => {
        started.resolve();
        return finish.promise;
      },
      { signal: stop.signal },
    );
    await started.promise;
    stop.abort();
    const first = Promise.race([
      listening.then(() => "ended"),
      new Promise((resolve) => setImmediate(resolve, "goes on")),
    ]);
    expect(await first).toBe("goes on");
    finish.resolve();
    await listening;
    expect(await queue().getDepth()).toEqual({ queued: 0, ready: 0, delayed: 0 });
  });

  test("a listener that is told to end before it began ends", async () => {
    await queue().enqueue("one");
    await queue().listen(() => expect.unreachable(), { signal: AbortSignal.abort() });
    expect((await queue().getDepth()).queued).toBe(1);
  });
}

const MESSAGE = fc.record({
  key: fc.constantFrom(undefined, "a", "b"),
  failures: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
  ),
  delay: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: HOUR }) }),
});

async function eachIsHandledOnce(open: () => Promise<MessageQueueWorld>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(MESSAGE, { maxLength: 12 }), async (messages) => {
      const { clock, queue, close } = await open();
      const failures = messages.map((message) => message.failures);
      const finished: number[] = [];
      for (const [index, { key, delay }] of messages.entries()) {
        const orderingKey = key === undefined ? {} : { orderingKey: key };
        await queue("queue").enqueue(index, { ...orderingKey, delay: duration(delay) });
      }
      for (let hours = 0; hours < 10; hours++) {
        await queue("queue").drain(async (message) => {
          const index = Number(message);
          await new Promise((resolve) => setImmediate(resolve));
          if ((failures[index] ?? 0) > 0) {
            failures[index] = (failures[index] ?? 0) - 1;
            throw new Error("not now");
          }
          finished.push(index);
        });
        clock.advance(DAY);
      }
      expect(finished.toSorted((a, b) => a - b)).toEqual(messages.map((_, index) => index));
      for (const key of ["a", "b"]) {
        const inOrder = messages.flatMap((one, index) => (one.key === key && one.delay === 0 ? [index] : []));
        expect(finished.filter((index) => inOrder.includes(index))).toEqual(inOrder);
      }
      await close();
    }),
    { numRuns: 50 },
  );
}
