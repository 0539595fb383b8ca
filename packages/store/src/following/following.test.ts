import { trusted } from "@commonhall/domain";
import {
  actorAt,
  fakeClock,
  follow,
  inboxOf,
  localActor,
  ourActor,
  outgoing,
  remoteActor,
  sharedInboxAt,
} from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = ourActor("hall");
const ALLY = actorAt("a.example");
const FULL = remoteActor(ALLY, {
  kind: "Campaign",
  sharedInbox: sharedInboxAt("a.example"),
  outbox: `${ALLY}/outbox`,
  fetched: 5,
});

async function open() {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  await store.direct.localActors.put(localActor(HALL, { handle: trusted.handle("hall") }));
  return { clock, store, ...store.direct, [Symbol.asyncDispose]: store.close };
}

test("an actor comes back as it was put, by its id and by its handle, and as it was put last", async () => {
  await using store = await open();
  expect(await store.remoteActors.get(ALLY)).toBeUndefined();
  await store.remoteActors.put(FULL);
  expect(await store.remoteActors.get(ALLY)).toEqual(FULL);
  expect(await store.remoteActors.byHandle(FULL.handle)).toEqual(FULL);
  const moved = remoteActor(ALLY, { inbox: trusted.inbox("https://other.example/in"), handle: "@new@a.example" });
  await store.remoteActors.put(moved);
  expect(await store.remoteActors.get(ALLY)).toEqual(moved);
  expect(await store.remoteActors.byHandle(FULL.handle)).toBeUndefined();
});

test("of two actors with one handle, the one that was fetched last has it", async () => {
  await using store = await open();
  const former = remoteActor(actorAt("a.example", "former"), { handle: "@x@a.example", fetched: 1 });
  const present = remoteActor(actorAt("a.example", "present"), { handle: "@x@a.example", fetched: 2 });
  for (const actor of [present, former]) await store.remoteActors.put(actor);
  expect(await store.remoteActors.byHandle("@x@a.example")).toEqual(present);
});

test("an actor that is gone has no keys, no follows and no inbox any more", async () => {
  await using store = await open();
  await store.remoteActors.put(remoteActor(ALLY));
  await store.keys.put({ id: `${ALLY}#key`, owner: ALLY, algorithm: "RSA", publicKey: "PEM", fetched: 1 });
  await store.follows.put(follow(ALLY, HALL));
  await store.follows.put(follow(HALL, ALLY));
  await store.outbox.append(outgoing("one"), [{ type: "followers", of: HALL }]);
  await store.remoteActors.markGone(ALLY, 7);
  expect(await store.remoteActors.get(ALLY)).toBeUndefined();
  expect(await store.keys.get(`${ALLY}#key`)).toBeUndefined();
  for (const pair of [await store.follows.between(ALLY, HALL), await store.follows.between(HALL, ALLY)]) {
    expect(pair).toMatchObject({ state: "ended", since: 7 });
  }
  await store.outbox.append(outgoing("two"), [{ type: "inbox", inbox: inboxOf(ALLY) }]);
  expect(await store.store.deliveryViews.counts()).toMatchObject({ waiting: 0, gone: 1 });
});

test("an inbox that others share stays when one of them is gone", async () => {
  await using store = await open();
  const inbox = sharedInboxAt("a.example");
  const other = actorAt("a.example", "other");
  for (const actor of [ALLY, other]) {
    await store.remoteActors.put(remoteActor(actor, { inbox }));
    await store.follows.put(follow(actor, HALL));
  }
  await store.remoteActors.markGone(ALLY, 7);
  await store.outbox.append(outgoing("one"), [{ type: "followers", of: HALL }]);
  expect((await store.store.deliveryViews.counts()).waiting).toBe(1);
  expect((await store.follows.between(other, HALL))?.state).toBe("accepted");
});

test("an actor that was gone and is fetched again is there again", async () => {
  await using store = await open();
  await store.remoteActors.put(remoteActor(ALLY));
  await store.remoteActors.markGone(ALLY, 7);
  await store.remoteActors.put(remoteActor(ALLY));
  await store.follows.put(follow(ALLY, HALL));
  await store.outbox.append(outgoing("one"), [{ type: "followers", of: HALL }]);
  expect(await store.remoteActors.get(ALLY)).toBeDefined();
  expect((await store.store.deliveryViews.counts()).waiting).toBe(1);
});

test("a pair has one follow: the later replaces the earlier", async () => {
  await using store = await open();
  const earlier = follow(ALLY, HALL, { id: trusted.activity("https://a.example/1"), state: "ended" });
  const later = follow(ALLY, HALL, { id: trusted.activity("https://a.example/2"), since: 9 });
  await store.follows.put(earlier);
  await store.follows.put(later);
  expect(await store.follows.between(ALLY, HALL)).toEqual(later);
  expect(await store.follows.byId(later.id)).toEqual(later);
  expect(await store.follows.byId(earlier.id)).toBeUndefined();
  expect(await store.follows.between(HALL, ALLY)).toBeUndefined();
});

test("somebody is followed when one of ours follows, unless that was refused or has ended", async () => {
  await using store = await open();
  await store.follows.put(follow(ALLY, HALL));
  expect(await store.follows.isFollowed(ALLY)).toBe(false);
  for (const [state, expected] of [
    ["pending", true],
    ["accepted", true],
    ["rejected", false],
    ["ended", false],
  ] as const) {
    await store.follows.put(follow(HALL, ALLY, { state }));
    expect(await store.follows.isFollowed(ALLY)).toBe(expected);
  }
  expect(await store.follows.isFollowed(HALL)).toBe(false);
});

test("follows of ours that nobody answered are found by their age", async () => {
  await using store = await open();
  const waiting = follow(HALL, ALLY, { state: "pending", since: 10 });
  await store.follows.put(waiting);
  await store.follows.put(follow(HALL, actorAt("b.example"), { state: "accepted", since: 1 }));
  await store.follows.put(follow(actorAt("c.example"), HALL, { state: "pending", since: 1 }));
  expect(await store.follows.unanswered(10)).toEqual([]);
  expect(await store.follows.unanswered(11)).toEqual([waiting]);
});

test("the pages of follows name the other side, as far as it is known, and leave out what has ended", async () => {
  await using store = await open();
  const stranger = actorAt("b.example");
  await store.remoteActors.put(remoteActor(ALLY, { name: "Ally" }));
  await store.follows.put(follow(HALL, ALLY, { since: 1 }));
  await store.follows.put(follow(HALL, stranger, { state: "pending", since: 2 }));
  await store.follows.put(follow(HALL, actorAt("c.example"), { state: "ended" }));
  await store.follows.put(follow(ALLY, HALL, { since: 3 }));
  const { followViews } = store.store;
  expect(await followViews.following()).toEqual([
    { id: stranger, handle: stranger, name: stranger, state: "pending", since: 2, ours: HALL },
    { id: ALLY, handle: "@ally@a.example", name: "Ally", state: "accepted", since: 1, ours: HALL },
  ]);
  const follower = { id: ALLY, handle: "@ally@a.example", name: "Ally", state: "accepted", since: 3, ours: HALL };
  expect(await followViews.followers()).toEqual([follower]);
  expect(await followViews.followers(HALL)).toEqual([follower]);
  expect(await followViews.followers(ourActor("other"))).toEqual([]);
});
