import { HOUR, trusted } from "@commonhall/domain";
import { acceptActivity, followActivity, undoActivity, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { somebody, type Somebody } from "../testing/somebody.fixture.ts";

const FOLLOW = trusted.activity("https://ally.example/follows/1");

async function scene(): Promise<{ here: Hall; ally: Somebody } & AsyncDisposable> {
  const here = await hall();
  const ally = somebody("https://ally.example/centres/ally", here.clock);
  return { here, ally, [Symbol.asyncDispose]: () => here[Symbol.asyncDispose]() };
}

/** What leaves for the ally, as type and whole document. */
async function leaving({ store, clock }: Hall): Promise<readonly JsonObject[]> {
  const leased = await store.deliveries.lease(clock(), { limit: 50, leaseFor: HOUR, perHost: 50, busy: new Map() });
  return leased.map(({ document }) => JSON.parse(document));
}

const stateOf = async ({ store }: Hall, ally: Somebody, followed: string) =>
  (await store.direct.follows.between(ally.id, trusted.actor(followed)))?.state;

describe("somebody follows", () => {
  test.each(["centre", "campaign"] as const)("our %s, and is told yes with the Follow repeated", async (which) => {
    await using it = await scene();
    const { here, ally } = it;
    const followed = here[which];
    await here.knows(ally.known);
    const follow = followActivity({ id: FOLLOW, actor: ally.id, object: followed });
    await here.takesIn(follow);
    await here.reads();
    expect(await stateOf(here, ally, followed)).toBe("accepted");
    expect(await leaving(here)).toMatchObject([
      { type: "Accept", actor: followed, object: { id: FOLLOW, type: "Follow", actor: ally.id, object: followed } },
    ]);
  });

  test("and is answered when it is known who they are", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.takesIn(followActivity({ id: FOLLOW, actor: ally.id, object: here.centre }));
    await here.reads();
    expect(await stateOf(here, ally, here.centre)).toBe("pending");
    expect(await leaving(here)).toEqual([]);
    expect(await here.tasks()).toEqual([
      { type: "answer follow", follow: FOLLOW, follower: ally.id, followed: here.centre },
    ]);
  });

  test.each([
    ["nobody of ours", (it: Hall) => `${it.origin}/centres/nobody`],
    ["somebody elsewhere", () => "https://elsewhere.example/actor"],
  ])("%s: nothing happens", async (_, followed) => {
    await using it = await scene();
    const { here, ally } = it;
    await here.knows(ally.known);
    await here.takesIn(followActivity({ id: FOLLOW, actor: ally.id, object: trusted.actor(followed(here)) }));
    await here.reads();
    expect([await leaving(here), await here.store.followViews.followers()]).toEqual([[], []]);
  });

  test.each<[string, (follow: JsonObject) => JsonObject | string]>([
    ["whole", (follow) => follow],
    ["by its id", () => FOLLOW],
    ["without an id", ({ id: _, ...follow }) => follow],
    ["under another id", (follow) => ({ ...follow, id: "https://ally.example/follows/other" })],
  ])("and takes it back, naming it %s", async (_, naming) => {
    await using it = await scene();
    const { here, ally } = it;
    await here.knows(ally.known);
    const follow = followActivity({ id: FOLLOW, actor: ally.id, object: here.centre });
    await here.takesIn(follow);
    const undo = undoActivity({
      id: trusted.activity("https://ally.example/undos/1"),
      actor: ally.id,
      to: [here.centre],
      activity: follow,
    });
    await here.takesIn({ ...undo, object: naming(follow) });
    await here.reads();
    expect(await stateOf(here, ally, here.centre)).toBe("ended");
  });

  test("and nobody but they can take it back", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.knows(ally.known);
    await here.takesIn(followActivity({ id: FOLLOW, actor: ally.id, object: here.centre }));
    const neighbour = trusted.actor("https://ally.example/users/neighbour");
    await here.takesIn(
      undoActivity({
        id: trusted.activity("https://ally.example/undos/1"),
        actor: neighbour,
        to: [],
        activity: FOLLOW,
      }),
    );
    await here.reads();
    expect(await stateOf(here, ally, here.centre)).toBe("accepted");
  });
});

describe("we follow somebody", () => {
  const answer = (actor: Somebody, follow: { id: string; follower: string; followed: string }) =>
    acceptActivity({
      id: trusted.activity(`${new URL(actor.id).origin}/accepts/1`),
      actor: actor.id,
      follow: {
        id: trusted.activity(follow.id),
        actor: trusted.actor(follow.follower),
        object: trusted.actor(follow.followed),
      },
    });

  test.each(["whole", "by its id alone"])(
    "who says yes, naming the Follow %s; then their history is read",
    async (how) => {
      await using it = await scene();
      const { here, ally } = it;
      await here.knows(ally.known);
      const follow = await here.follows(ally.id, "pending");
      const accept = answer(ally, follow);
      await here.takesIn(how === "whole" ? accept : { ...accept, object: follow.id });
      await here.reads();
      expect((await here.store.direct.follows.byId(follow.id))?.state).toBe("accepted");
      expect(await here.tasks()).toEqual([{ type: "backfill", actor: ally.id }]);
    },
  );

  test("and only they can answer", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.knows(ally.known);
    const follow = await here.follows(ally.id, "pending");
    const neighbour = somebody("https://ally.example/users/neighbour", here.clock);
    await here.takesIn({ ...answer(neighbour, follow), id: "https://ally.example/accepts/2" });
    await here.takesIn({ ...answer(neighbour, follow), id: "https://ally.example/accepts/3", type: "Reject" });
    await here.reads();
    expect((await here.store.direct.follows.byId(follow.id))?.state).toBe("pending");
  });

  test("who says no, once and for this Follow", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.knows(ally.known);
    const follow = await here.follows(ally.id, "pending");
    await here.takesIn({ ...answer(ally, follow), type: "Reject" });
    await here.takesIn({ ...answer(ally, follow), id: "https://ally.example/accepts/2" });
    await here.reads();
    expect((await here.store.direct.follows.byId(follow.id))?.state).toBe("rejected");
    expect(await here.tasks()).toEqual([]);
  });
});
