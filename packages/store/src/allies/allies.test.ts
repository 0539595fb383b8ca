import { DAY, plainDate, startOfDay, trusted, type PlainDate } from "@commonhall/domain";
import { actorAt, ally, fakeClock, remoteActor } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const [ANA, BO] = [actorAt("a.example"), actorAt("b.example")];
const LAST_DAY = plainDate("2026-12-24") ?? ("" as PlainDate);

async function open() {
  const clock = fakeClock(Date.UTC(2026, 10, 22));
  const store = await openTestStore({ clock });
  return { clock, views: store.allyViews, allies: store.direct.allies, store, [Symbol.asyncDispose]: store.close };
}

test("an ally is read back as it was put last, by peer and by offer", async () => {
  await using store = await open();
  expect(await store.allies.with(ANA)).toBeUndefined();
  const first = ally(ANA, { state: "received" });
  const later = { ...first, offer: ally(BO).offer, state: "offered" as const, offeredBy: "us" as const };
  await store.allies.put(first);
  await store.allies.put(later);
  expect(await store.allies.with(ANA)).toEqual(later);
  expect(await store.allies.byOffer(later.offer)).toEqual(later);
  expect(await store.allies.byOffer(first.offer)).toBeUndefined();
});

test("in force are those that both have said yes to, until their last day is over everywhere", async () => {
  await using store = await open();
  for (const state of ["offered", "received", "declined", "ended"] as const) {
    await store.allies.put(ally(actorAt(`${state}.example`), { state }));
  }
  const lasting = ally(ANA);
  const { terms } = ally(BO);
  const ending = ally(BO, { terms: { ...terms, until: LAST_DAY } });
  await store.allies.put(lasting);
  await store.allies.put(ending);
  store.clock.set(startOfDay(LAST_DAY) + DAY + DAY / 2 - 1);
  expect(await store.allies.accepted()).toEqual([lasting, ending]);
  expect(await store.allies.over()).toEqual([]);
  store.clock.advance(1);
  expect(await store.allies.accepted()).toEqual([lasting]);
  expect(await store.allies.over()).toEqual([ending]);
});

test("the list has everybody with whom there was an offer, by name where it is known", async () => {
  await using store = await open();
  await store.store.direct.remoteActors.put(remoteActor(ANA, { name: "Ana's hall" }));
  await store.allies.put(ally(ANA, { since: 1 }));
  await store.allies.put(ally(BO, { since: 2, state: "ended" }));
  expect(await store.views.list()).toEqual([
    { ...ally(BO, { since: 2, state: "ended" }), name: BO, handle: BO },
    { ...ally(ANA, { since: 1 }), name: "Ana's hall", handle: "@ally@a.example" },
  ]);
});

test("those that the other side may see otherwise are asked about once, and again when time has gone by", async () => {
  await using store = await open();
  for (const state of ["offered", "received", "accepted", "declined", "ended"] as const) {
    await store.allies.put(ally(actorAt(`${state}.example`), { state, since: 10 }));
  }
  const asked = ["accepted", "offered", "received"].map((state) => actorAt(`${state}.example`));
  expect(await store.allies.takeUnasked(9, 20)).toEqual([]);
  expect(await store.allies.takeUnasked(10, 20)).toEqual(asked);
  expect(await store.allies.takeUnasked(19, 30)).toEqual([]);
  await store.allies.put(ally(actorAt("offered.example"), { state: "accepted", since: 25 }));
  expect(await store.allies.takeUnasked(20, 30)).toEqual(asked);
});

test("what waits apart is among what strangers ask, until it is let in", async () => {
  await using store = await open();
  await store.allies.put(ally(ANA, { state: "received", apart: true }));
  await store.allies.put(ally(BO, { state: "received" }));
  expect(await store.store.apartViews.list(9)).toMatchObject([
    { kind: "ally", offer: ally(ANA).offer, from: ANA, about: ally(ANA).relationship },
  ]);
  expect(await store.store.direct.apart.waiting(trusted.host("a.example"))).toEqual({ ofHost: 1, all: 1 });
  expect(await store.store.direct.apart.letIn(ally(ANA).offer)).toBe(true);
  expect((await store.allies.with(ANA))?.apart).toBe(false);
});
