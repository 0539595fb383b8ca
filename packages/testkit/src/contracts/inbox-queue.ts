import {
  DAY,
  HOUR,
  type InboxQueue,
  type InboxVerdict,
  MINUTE,
  trusted,
  type VerifiedActivity,
} from "@commonhall/domain";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { FakeClock } from "../fake-clock.ts";
import { actorAt } from "../samples.ts";

export interface InboxWorld {
  readonly clock: FakeClock;
  readonly inbox: InboxQueue;
  /** In a commit of its own. */
  readonly settle: (sequence: number, verdict: InboxVerdict) => Promise<void>;
  /** What is done once a day. */
  readonly sweep: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const SENDER = actorAt("a.example");

export function inboxQueueContract(name: string, open: () => Promise<InboxWorld>): void {
  describe(`inbox queue: ${name}`, () => {
    let world: InboxWorld;
    beforeEach(async () => {
      world = await open();
      return () => world.close();
    });
    const accept = (id: string, from = SENDER) => world.inbox.accept({ ...arriving(id, world.clock()), actor: from });
    const lease = async (limit = 100) => (await world.inbox.lease(world.clock(), limit, MINUTE)).map(nameOf);
    const settleAll = async (verdict: InboxVerdict) => {
      for (const { sequence } of await world.inbox.lease(world.clock(), 100, MINUTE)) {
        await world.settle(sequence, verdict);
      }
    };

    test("what was accepted is leased in the order of arrival, as it came", async () => {
      for (const id of ["one", "two", "three"]) expect(await accept(id)).toBe("stored");
      const leased = await world.inbox.lease(world.clock(), 100, MINUTE);
      expect(leased.map(nameOf)).toEqual(["one", "two", "three"]);
      expect(leased[0]).toEqual({ ...arriving("one", world.clock()), sequence: expect.any(Number), attempts: 0 });
    });

    test("an id that came before is a duplicate, whether it waits, is leased or is done", async () => {
      await accept("one");
      expect(await accept("one")).toBe("duplicate");
      await settleAll({ type: "processed" });
      expect(await accept("one")).toBe("duplicate");
      expect(await lease()).toEqual([]);
    });

    test("of many at the same moment each is answered, and an id among them twice is stored once", async () => {
      const ids = Array.from({ length: 300 }, (_, index) => `id-${index % 150}`);
      const answers = await Promise.all(ids.map((id) => accept(id)));
      expect(answers.slice(0, 150)).toEqual(Array.from({ length: 150 }, () => "stored"));
      expect(answers.slice(150)).toEqual(Array.from({ length: 150 }, () => "duplicate"));
      expect(await world.inbox.depth()).toBe(150);
    });

    test("ids are known for at least sixty days, and not for ever", async () => {
      await accept("one");
      await settleAll({ type: "ignored", why: "nothing for us" });
      world.clock.advance(60 * DAY - 1);
      await world.sweep();
      expect(await accept("one")).toBe("duplicate");
      world.clock.advance(30 * DAY);
      await world.sweep();
      expect(await accept("one")).toBe("stored");
    });

    test("what still waits is never forgotten", async () => {
      await accept("one");
      world.clock.advance(365 * DAY);
      await world.sweep();
      expect(await lease()).toEqual(["one"]);
    });

    test("what is leased is leased again when the lease has run out, and not before", async () => {
      await accept("one");
      expect(await lease()).toEqual(["one"]);
      world.clock.advance(MINUTE - 1);
      expect(await lease()).toEqual([]);
      world.clock.advance(1);
      expect(await lease()).toEqual(["one"]);
    });

    test("a retry comes again at its time and counts", async () => {
      await accept("one");
      await settleAll({ type: "retry", at: world.clock() + HOUR, why: "the author is not known yet" });
      expect(await lease()).toEqual([]);
      expect(await world.inbox.nextDue()).toBe(world.clock() + HOUR);
      world.clock.advance(HOUR);
      const leased = await world.inbox.lease(world.clock(), 1, MINUTE);
      expect(leased.map(({ attempts }) => attempts)).toEqual([1]);
    });

    test("no more than the limit at once, the oldest first", async () => {
      for (const id of ["one", "two"]) await accept(id);
      await accept("three", actorAt("b.example"));
      expect(await lease(2)).toEqual(["one", "two"]);
      expect(await lease(2)).toEqual(["three"]);
    });

    test("what an actor sent waits while something that they sent before is being dealt with", async () => {
      for (const id of ["follow", "undo"]) await accept(id);
      await accept("other", actorAt("b.example"));
      const [first] = await world.inbox.lease(world.clock(), 1, MINUTE);
      expect(await lease()).toEqual(["other"]);
      await world.settle(first?.sequence ?? 0, { type: "processed" });
      expect(await lease()).toEqual(["undo"]);
    });

    test("what is tried again later holds up nothing", async () => {
      await accept("one");
      await settleAll({ type: "retry", at: world.clock() + HOUR, why: "the author is not known yet" });
      await accept("two");
      expect(await lease()).toEqual(["two"]);
    });

    test("it says how many wait, and when the next one is due", async () => {
      expect(await world.inbox.depth()).toBe(0);
      expect(await world.inbox.nextDue()).toBeUndefined();
      await accept("one");
      expect(await world.inbox.depth()).toBe(1);
      expect(await world.inbox.nextDue()).toBeLessThanOrEqual(world.clock());
      await settleAll({ type: "processed" });
      expect(await world.inbox.depth()).toBe(0);
    });

    test("whatever happens, each id is processed once", () => eachIsProcessedOnce(open), 60_000);
  });
}

const arriving = (name: string, received: number): VerifiedActivity => ({
  id: trusted.activity(`https://a.example/activities/${name}`),
  actor: SENDER,
  document: JSON.stringify({ name }),
  received,
});

const nameOf = ({ document }: VerifiedActivity): string => JSON.parse(document).name;

const STEP = fc.oneof(
  fc.record({
    type: fc.constant("arrive" as const),
    ids: fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ type: fc.constant("work" as const), limit: fc.integer({ min: 1, max: 4 }), settled: fc.nat({ max: 4 }) }),
  fc.record({ type: fc.constant("wait" as const), for: fc.nat({ max: 2 * MINUTE }) }),
);

/** A worker that settles only some of what it leased has crashed in between. */
async function eachIsProcessedOnce(open: () => Promise<InboxWorld>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), async (steps) => {
      const { clock, inbox, settle, close } = await open();
      const arrived = new Set<string>();
      const processed: string[] = [];
      const work = async (limit: number, settled: number) => {
        const leased = await inbox.lease(clock(), limit, MINUTE);
        for (const item of leased.slice(0, settled)) {
          await settle(item.sequence, { type: "processed" });
          processed.push(nameOf(item));
        }
        return leased.length;
      };
      for (const step of steps) {
        if (step.type === "wait") clock.advance(step.for);
        if (step.type === "work") await work(step.limit, step.settled);
        if (step.type !== "arrive") continue;
        await Promise.all(
          step.ids.map(async (id) => {
            const isNew = !arrived.has(`${id}`);
            arrived.add(`${id}`);
            expect(await inbox.accept(arriving(`${id}`, clock()))).toBe(isNew ? "stored" : "duplicate");
          }),
        );
      }
      clock.advance(MINUTE);
      while ((await work(3, 3)) > 0);
      expect(processed.sort()).toEqual([...arrived].sort());
      await close();
    }),
    { numRuns: 50 },
  );
}
