import {
  type Arrival,
  type Arrivals,
  DAY,
  type DomainPolicies,
  type Follows,
  type FollowState,
  hostOf,
  type ObjectId,
  type Objects,
  type ObjectViews,
  type RemoteActors,
  type Timestamp,
  trusted,
} from "@commonhall/domain";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { actorAt, follow, objectAt, ourActor, remoteActor, storedObject } from "../samples.ts";

export interface OccasionsWorld {
  readonly objects: Objects;
  readonly arrivals: Arrivals;
  readonly follows: Pick<Follows, "put">;
  readonly domains: Pick<DomainPolicies, "set">;
  readonly actors: Pick<RemoteActors, "put">;
  readonly views: Pick<ObjectViews, "occasions">;
  readonly close: () => Promise<void>;
}

const HALL = ourActor("hall");
const ANA = actorAt("a.example", "ana");
const BO = actorAt("b.example", "bo");
const CAMPAIGN = actorAt("a.example", "campaign");
const NOW: Timestamp = 1000 * DAY;
const NEAR = { around: NOW, within: 90 * DAY, limit: 500, longest: 1000 };

export function occasionsContract(name: string, open: () => Promise<OccasionsWorld>): void {
  describe(`occasions: ${name}`, () => {
    const scene = occasionsScene(open);
    standing(scene);
    following(scene);
    test("those near the moment, in their order; of too many those to come first", () => nearest(open), 60_000);
  });
}

type Scene = ReturnType<typeof occasionsScene>;

interface Coming extends Partial<Arrival> {
  readonly campaign?: typeof CAMPAIGN;
}

function occasionsScene(open: () => Promise<OccasionsWorld>) {
  let world: OccasionsWorld;
  beforeEach(async () => {
    world = await open();
    await world.follows.put(follow(HALL, ANA));
    return () => world.close();
  });
  return {
    world: () => world,
    comes: (name: string, starts?: Timestamp, more?: Coming) => comes(world, name, starts, more),
    followsNow: (followed: typeof ANA, state: FollowState) => world.follows.put(follow(HALL, followed, { state })),
    ids: async () => (await world.views.occasions(NEAR)).map(({ object }) => object.id),
  };
}

async function comes(
  world: OccasionsWorld,
  name: string,
  starts: Timestamp | undefined,
  { campaign, ...more }: Coming = {},
): Promise<ObjectId> {
  const from = more.from ?? ANA;
  const id = objectAt(hostOf(from), name);
  const object = storedObject(id, { attributedTo: from, kind: "action", ...(starts === undefined ? {} : { starts }) });
  await world.objects.put(campaign === undefined ? object : { ...object, campaign });
  await world.arrivals.add({ object: id, from, reason: "followed", backfilled: false, received: NOW, ...more });
  return id;
}

function standing({ world, comes, ids }: Scene): void {
  test("an occasion says what it is, when, and from whom", async () => {
    await world().actors.put(remoteActor(ANA, { name: "Ana's centre" }));
    const id = await comes("rally", NOW + DAY);
    expect(await world().views.occasions(NEAR)).toEqual([
      {
        object: storedObject(id, { attributedTo: ANA, kind: "action", starts: NOW + DAY }),
        from: ANA,
        fromName: "Ana's centre",
        fromHandle: "@ana@a.example",
        reason: "followed",
        received: NOW,
      },
    ]);
  });

  test("what happens at no time is none", async () => {
    await comes("post");
    expect(await ids()).toEqual([]);
  });

  test("it moves when its time changes, and leaves when it has none any more", async () => {
    const [one, two] = [await comes("one", NOW + DAY), await comes("two", NOW + 2 * DAY)];
    expect(await ids()).toEqual([one, two]);
    await world().objects.put(storedObject(one, { attributedTo: ANA, kind: "action", starts: NOW + 3 * DAY }));
    expect(await ids()).toEqual([two, one]);
    await world().objects.put(storedObject(one, { attributedTo: ANA, kind: "action" }));
    expect(await ids()).toEqual([two]);
    await world().objects.put(storedObject(one, { attributedTo: ANA, kind: "action", starts: NOW }));
    expect(await ids()).toEqual([one, two]);
  });

  test("what is deleted or taken back is gone", async () => {
    await world().follows.put(follow(HALL, BO));
    const [one, two] = [await comes("one", NOW), await comes("two", NOW, { via: BO })];
    await world().objects.delete(one, NOW);
    expect(await ids()).toEqual([two]);
    await world().arrivals.withdraw(two, BO);
    expect(await ids()).toEqual([]);
  });

  test("a document that is too long to be read is left out, by its bytes", async () => {
    const id = objectAt("a.example", "long");
    const of = (document: string) =>
      world().objects.put(storedObject(id, { attributedTo: ANA, kind: "action", starts: NOW, document }));
    await of("é".repeat(500));
    await world().arrivals.add({ object: id, from: ANA, reason: "followed", backfilled: false, received: NOW });
    expect(await ids()).toEqual([id]);
    await of("é".repeat(501));
    expect(await ids()).toEqual([]);
  });

  test("nothing from strangers, and nothing from a domain that is limited", async () => {
    await comes("addressed", NOW, { reason: "addressed" });
    const one = await comes("one", NOW);
    expect(await ids()).toEqual([one]);
    await world().domains.set(trusted.host("a.example"), "limit");
    expect(await ids()).toEqual([]);
  });
}

function following({ comes, followsNow, ids }: Scene): void {
  test.each(["pending", "rejected", "ended"] as const)("not of somebody whose follow is %s", async (state) => {
    const one = await comes("one", NOW);
    await followsNow(ANA, state);
    expect(await ids()).toEqual([]);
    await followsNow(ANA, "accepted");
    expect(await ids()).toEqual([one]);
  });

  test("following who passed it on, or the campaign that it belongs to, is enough", async () => {
    const passedOn = await comes("passed-on", NOW, { from: BO, via: ANA });
    const inCampaign = await comes("in-campaign", NOW + 1, { from: BO, campaign: CAMPAIGN });
    expect(await ids()).toEqual([passedOn]);
    await followsNow(CAMPAIGN, "accepted");
    expect(await ids()).toEqual([passedOn, inCampaign]);
    await followsNow(ANA, "ended");
    expect(await ids()).toEqual([inCampaign]);
  });

  test("being followed by somebody is not following them", async () => {
    await comes("one", NOW, { from: BO });
    expect(await ids()).toEqual([]);
  });
}

/** Days around the moment, a little more than are asked for. */
const STARTS = fc.integer({ min: -5, max: 5 });

async function nearest(open: () => Promise<OccasionsWorld>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(STARTS, { maxLength: 12 }), fc.integer({ min: 1, max: 14 }), async (days, limit) => {
      const world = await open();
      await world.follows.put(follow(HALL, ANA));
      const all = days.map((day, index) => ({ index, starts: NOW + day * DAY }));
      for (const { index, starts } of all) await comes(world, String(index), starts);
      const near = all
        .filter(({ starts }) => Math.abs(starts - NOW) <= 4 * DAY)
        .sort((a, b) => a.starts - b.starts || a.index - b.index);
      const ahead = near.filter(({ starts }) => starts >= NOW).slice(0, limit);
      const begun = near.filter(({ starts }) => starts < NOW).toReversed();
      const expected = [...begun.slice(0, limit - ahead.length).toReversed(), ...ahead];
      const got = await world.views.occasions({ around: NOW, within: 4 * DAY, limit, longest: 1000 });
      expect(got.map(({ object }) => object.id)).toEqual(
        expected.map(({ index }) => objectAt(hostOf(ANA), String(index))),
      );
      await world.close();
    }),
    { numRuns: 40 },
  );
}
