import { DAY, plainDate, startOfDay, type PlainDate } from "@commonhall/domain";
import { actorAt, ally, fakeClock, remoteActor } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openStore } from "../open-store.ts";

const [ANA, BO] = [actorAt("a.example"), actorAt("b.example")];
const LAST_DAY = plainDate("2026-12-24") ?? ("" as PlainDate);

async function open() {
  const clock = fakeClock(Date.UTC(2026, 10, 22));
  const store = await openStore({ file: ":memory:", clock });
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
