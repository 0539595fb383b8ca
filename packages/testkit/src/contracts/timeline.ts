import {
  type ActorId,
  type Arrival,
  type Arrivals,
  type DomainPolicies,
  hostOf,
  type Kind,
  KINDS,
  levelOf,
  type ObjectId,
  type Objects,
  type ObjectViews,
  type RemoteActors,
  type TimelineFilter,
  trusted,
} from "@commonhall/domain";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { actorAt, objectAt, remoteActor, storedObject } from "../samples.ts";

export interface TimelineWorld {
  readonly objects: Objects;
  readonly arrivals: Arrivals;
  readonly domains: Pick<DomainPolicies, "set">;
  readonly actors: Pick<RemoteActors, "put">;
  readonly views: Pick<ObjectViews, "timeline" | "get">;
  readonly close: () => Promise<void>;
}

const ANA = actorAt("a.example", "ana");
const BO = actorAt("b.example", "bo");

export function timelineContract(name: string, open: () => Promise<TimelineWorld>): void {
  describe(`timeline: ${name}`, () => {
    const scene = timelineScene(open);
    standing(scene);
    withdrawing(scene);
    limiting(scene);
    test("pages show everything that fits the filter once, newest first", () => pagesAreWhole(open), 60_000);
  });
}

type Scene = ReturnType<typeof timelineScene>;

function timelineScene(open: () => Promise<TimelineWorld>) {
  let world: TimelineWorld;
  beforeEach(async () => {
    world = await open();
    return () => world.close();
  });
  return {
    world: () => world,
    arrives: async (id: ObjectId, more: Partial<Arrival> = {}, published = 0, kind: Kind = "post") => {
      const from = more.from ?? ANA;
      await world.objects.put(storedObject(id, { attributedTo: from, published, kind }));
      return world.arrivals.add(arrival(id, more));
    },
    ids: async (filter: Partial<TimelineFilter> = {}) =>
      (await world.views.timeline({ limit: 100, ...filter })).items.map(({ object }) => object.id),
  };
}

const arrival = (object: ObjectId, more: Partial<Arrival> = {}): Arrival => ({
  object,
  from: ANA,
  reason: "followed",
  backfilled: false,
  received: 1000,
  ...more,
});

const ONE = objectAt("a.example", "one");
const TWO = objectAt("a.example", "two");
const THREE = objectAt("a.example", "three");

function standing({ world, arrives, ids }: Scene): void {
  test("an item says what arrived, from whom, by whom and why", async () => {
    await world().actors.put(remoteActor(ANA, { name: "Ana's centre" }));
    await arrives(ONE, { via: BO, reason: "addressed", received: 7 });
    expect((await world().views.timeline({ limit: 1 })).items).toEqual([
      {
        object: storedObject(ONE, { attributedTo: ANA }),
        from: ANA,
        fromName: "Ana's centre",
        fromHandle: "@ana@a.example",
        via: BO,
        reason: "addressed",
        received: 7,
      },
    ]);
  });

  test("the address of a sender that is not known yet stands for its name", async () => {
    await arrives(ONE);
    const [item] = (await world().views.timeline({ limit: 1 })).items;
    expect(item?.fromName).toBe(ANA);
  });

  test("the newest comes first, of the same time what arrived last", async () => {
    await arrives(ONE, {}, 5);
    await arrives(TWO, {}, 9);
    await arrives(THREE, {}, 5);
    expect(await ids()).toEqual([TWO, THREE, ONE]);
  });

  test("an object stands there once, however often it comes", async () => {
    expect(await arrives(ONE)).toBe(true);
    expect(await arrives(ONE, { via: BO })).toBe(false);
    expect(await ids()).toEqual([ONE]);
    expect((await world().views.timeline({ limit: 1 })).items[0]?.via).toBeUndefined();
  });

  test("an object that changes its date or kind moves", async () => {
    await arrives(ONE, {}, 5);
    await arrives(TWO, {}, 6);
    await world().objects.put(storedObject(ONE, { attributedTo: ANA, published: 7, kind: "call" }));
    expect(await ids()).toEqual([ONE, TWO]);
    expect(await ids({ kind: "call" })).toEqual([ONE]);
  });

  test("what says that it comes from the future stands where it arrived", async () => {
    await arrives(ONE, { received: 10 }, 9999);
    await arrives(TWO, { received: 12 }, 11);
    expect(await ids()).toEqual([TWO, ONE]);
    await world().objects.put(storedObject(ONE, { attributedTo: ANA, published: 8888 }));
    expect(await ids()).toEqual([TWO, ONE]);
    expect((await world().views.get(ONE))?.published).toBe(8888);
  });

  test("an object that was never stored cannot arrive", async () => {
    await expect(world().arrivals.add(arrival(ONE))).rejects.toThrow();
  });

  test("a cursor that somebody made up shows the first page", async () => {
    await arrives(ONE);
    for (const after of ["", "nonsense", "WzEsMl0", "bnVsbA"]) {
      expect((await ids({ after })).length).toBeLessThanOrEqual(1);
    }
    expect(await ids({ after: "nonsense" })).toEqual([ONE]);
  });
}

function withdrawing({ world, arrives, ids }: Scene): void {
  test("what is deleted is gone, and does not come back", async () => {
    await arrives(ONE);
    expect(await world().objects.delete(ONE, 1)).toBe(true);
    expect(await ids()).toEqual([]);
    expect(await world().objects.put(storedObject(ONE))).toBe(false);
    expect(await world().arrivals.add(arrival(ONE))).toBe(false);
    expect(await world().views.get(ONE)).toBeUndefined();
    expect(await world().objects.tombstone(ONE)).toMatchObject({ id: ONE, deleted: 1 });
  });

  test("what was deleted before it came does not come, and the first deletion counts", async () => {
    expect(await world().objects.delete(ONE, 1)).toBe(false);
    expect(await world().objects.delete(ONE, 2)).toBe(false);
    expect(await world().objects.put(storedObject(ONE))).toBe(false);
    expect(await world().objects.tombstone(ONE)).toMatchObject({ id: ONE, deleted: 1 });
  });

  test("everything by an actor goes at once, nothing of others", async () => {
    await arrives(ONE);
    await arrives(TWO);
    await arrives(THREE, { from: BO });
    expect(await world().objects.deleteAllBy(ANA, 1)).toBe(2);
    expect(await ids()).toEqual([THREE]);
  });

  test("whoever passed something on can take that back", async () => {
    await arrives(ONE, { via: BO });
    expect(await world().arrivals.withdraw(ONE, ANA)).toBe(false);
    expect(await world().arrivals.withdraw(ONE, BO)).toBe(true);
    expect(await ids()).toEqual([]);
    expect(await world().views.get(ONE)).toBeDefined();
  });

  test("but not what came another way as well", async () => {
    await arrives(ONE, { via: BO });
    await world().arrivals.add(arrival(ONE));
    expect(await world().arrivals.withdraw(ONE, BO)).toBe(false);
    await arrives(TWO);
    await world().arrivals.add(arrival(TWO, { via: BO }));
    expect(await world().arrivals.withdraw(TWO, BO)).toBe(false);
    expect(await ids()).toHaveLength(2);
  });
}

function limiting({ world, arrives, ids }: Scene): void {
  test("what a limited domain sends, or passes on, is readable by its id only", async () => {
    await world().domains.set(trusted.host("b.example"), "limit");
    await arrives(ONE, { from: BO });
    await arrives(TWO, { via: actorAt("www.b.example") });
    await arrives(THREE);
    expect(await ids()).toEqual([THREE]);
    expect(await world().views.get(ONE)).toBeDefined();
  });

  test("it stands there again when the domain is accepted, with what came meanwhile", async () => {
    await arrives(ONE, { from: BO });
    await world().domains.set(trusted.host("b.example"), "refuse");
    await arrives(TWO, { via: BO });
    expect(await ids()).toEqual([]);
    await world().domains.set(trusted.host("b.example"), "accept");
    expect(await ids()).toEqual([TWO, ONE]);
  });
}

const SENDERS: readonly ActorId[] = [ANA, BO, actorAt("quiet.example")];

const ITEM = fc.record({
  kind: fc.constantFrom(...KINDS),
  from: fc.constantFrom(...SENDERS),
  reason: fc.constantFrom("followed" as const, "addressed" as const),
  reach: fc.constantFrom("public" as const, "limited" as const),
  published: fc.integer({ min: 0, max: 5 }),
});

const FILTER = fc.record(
  {
    kind: fc.constantFrom(...KINDS),
    from: fc.constantFrom(...SENDERS),
    reason: fc.constantFrom("followed" as const, "addressed" as const),
    isPublic: fc.boolean(),
  },
  { requiredKeys: [] },
);

async function pagesAreWhole(open: () => Promise<TimelineWorld>): Promise<void> {
  const items = fc.array(ITEM, { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(
      items,
      fc.array(FILTER, { maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      async (all, filters, limit) => {
        const world = await open();
        await world.domains.set(trusted.host("quiet.example"), "limit");
        const stored = all.map((item, index) => ({ ...item, index, id: objectAt(hostOf(item.from), `${index}`) }));
        for (const { id, kind, from, reason, reach, published } of stored) {
          await world.objects.put(storedObject(id, { kind, attributedTo: from, published, reach }));
          await world.arrivals.add(arrival(id, { from, reason }));
        }
        for (const filter of [{}, ...filters]) {
          const expected = stored
            .filter(({ from }) => levelOf(hostOf(from), new Map([["quiet.example", "limit"]])) === "accept")
            .filter(({ kind }) => filter.kind === undefined || filter.kind === kind)
            .filter(({ from }) => filter.from === undefined || filter.from === from)
            .filter(({ reason }) => filter.reason === undefined || filter.reason === reason)
            .filter(({ reach }) => filter.isPublic !== true || reach === "public")
            .sort((a, b) => b.published - a.published || b.index - a.index);
          expect(await allPages(world, { ...filter, limit })).toEqual(expected.map(({ id }) => id));
        }
        await world.close();
      },
    ),
    { numRuns: 30 },
  );
}

async function allPages({ views }: TimelineWorld, filter: TimelineFilter): Promise<ObjectId[]> {
  const ids: ObjectId[] = [];
  for (let after: string | undefined; ;) {
    const page = await views.timeline(after === undefined ? filter : { ...filter, after });
    ids.push(...page.items.map(({ object }) => object.id));
    if (page.next === undefined) return ids;
    expect(page.items).toHaveLength(filter.limit);
    after = page.next;
  }
}
