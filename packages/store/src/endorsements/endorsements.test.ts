import { trusted, type Endorsement } from "@commonhall/domain";
import { actorAt, campaign, fakeClock, localActor, ourActor, remoteActor } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = ourActor("hall");
const WAGES = campaign("wages").id;
const ALLY = actorAt("a.example");

const endorsement = (endorser = ALLY, more: Partial<Endorsement> = {}): Endorsement => ({
  offer: trusted.activity(`${endorser}/offers/1`),
  endorsement: trusted.object(`${endorser}/endorsements/1`),
  endorser,
  campaign: WAGES,
  state: "offered",
  since: 5,
  unnamed: false,
  hidden: false,
  apart: false,
  ...more,
});

async function open() {
  const store = await openTestStore({ clock: fakeClock() });
  await store.direct.localActors.put(localActor(WAGES, { kind: "campaign", handle: trusted.handle("wages") }));
  await store.direct.localActors.put(localActor(HALL, { handle: trusted.handle("hall") }));
  await store.direct.remoteActors.put(remoteActor(ALLY, { name: "Ally" }));
  const { direct, endorsementViews: views, close } = store;
  return { rooms: direct.endorsements, apart: direct.apart, views, store, [Symbol.asyncDispose]: close };
}

test("there is one endorsement for each pair, the one that was put last", async () => {
  await using opened = await open();
  const { rooms } = opened;
  await rooms.put(endorsement());
  expect(await rooms.between(ALLY, WAGES)).toEqual(endorsement());
  const later = endorsement(ALLY, {
    offer: trusted.activity(`${ALLY}/offers/2`),
    state: "accepted",
    answer: trusted.activity("https://hall.example/activities/1"),
    hidden: true,
    unnamed: true,
    apart: true,
  });
  await rooms.put(later);
  expect(await rooms.between(ALLY, WAGES)).toEqual(later);
  expect(await rooms.byOffer(endorsement().offer)).toBeUndefined();
  expect(await rooms.byOffer(later.offer)).toEqual(later);
  expect(await rooms.byId(later.endorsement)).toEqual(later);
  expect(await rooms.between(actorAt("b.example"), WAGES)).toBeUndefined();
});

test("the public sees those that are accepted and neither hidden nor unnamed, in the order in which they came", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  const at = (host: string, more: Partial<Endorsement>) => rooms.put(endorsement(actorAt(host), more));
  await at("b.example", { state: "accepted", since: 9 });
  await at("c.example", { state: "accepted", since: 8 });
  await at("d.example", { state: "accepted", hidden: true });
  await at("e.example", { state: "accepted", unnamed: true });
  for (const state of ["offered", "declined", "withdrawn"] as const) await at(`${state}.example`, { state });
  const shown = (await views.shownOf(WAGES)).map(({ endorser }) => endorser);
  expect(shown).toEqual([actorAt("c.example"), actorAt("b.example")]);
  expect(await views.of(WAGES)).toHaveLength(7);
});

test("the desk sees what others endorse here and what it endorses itself, by name, and what waits for it", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  await rooms.put(endorsement());
  await rooms.put(endorsement(actorAt("b.example"), { state: "declined" }));
  const theirs = trusted.actor("https://a.example/campaigns/theirs");
  await rooms.put(endorsement(HALL, { campaign: theirs }));
  expect((await views.of(WAGES)).map(({ name, peer }) => [name, peer])).toEqual(
    expect.arrayContaining([
      ["Ally", ALLY],
      [actorAt("b.example"), actorAt("b.example")],
    ]),
  );
  expect((await views.given()).map(({ peer }) => peer)).toEqual([theirs]);
  expect((await views.waiting()).map(({ peer }) => peer)).toEqual([ALLY]);
});

test("what strangers ask stands apart, until one of them or all of one sender are let in", async () => {
  await using opened = await open();
  const { rooms, views, apart, store } = opened;
  const [one, other] = [
    endorsement(ALLY, { apart: true }),
    endorsement(actorAt("b.example"), { apart: true, since: 9 }),
  ];
  await rooms.put(one);
  await rooms.put(other);
  await rooms.put(endorsement(actorAt("c.example"), { apart: true, state: "withdrawn" }));
  expect(await views.of(WAGES)).toEqual([]);
  expect(await views.waiting()).toEqual([]);
  expect(await store.apartViews.count()).toBe(2);
  const line = { kind: "endorsement", offer: one.offer, from: ALLY, about: WAGES, since: 5, name: "Ally" };
  const [first, second, ...rest] = await store.apartViews.list(10);
  expect(first).toMatchObject({ from: actorAt("b.example"), name: actorAt("b.example") });
  expect(second).toMatchObject(line);
  expect(rest).toEqual([]);
  expect(await store.apartViews.list(1)).toEqual([first]);
  expect((await apart.senders()).toSorted()).toEqual([ALLY, actorAt("b.example")].toSorted());
  expect(await apart.waiting(trusted.host("a.example"))).toEqual({ ofHost: 1, all: 2 });
  expect(await apart.waiting(trusted.host("c.example"))).toEqual({ ofHost: 0, all: 2 });

  expect(await apart.letIn(one.offer)).toBe(true);
  expect(await apart.letIn(one.offer)).toBe(false);
  expect((await views.waiting()).map(({ peer }) => peer)).toEqual([ALLY]);
  expect(await apart.letInAllOf(actorAt("b.example"))).toBe(1);
  expect(await apart.letInAllOf(actorAt("b.example"))).toBe(0);
  expect(await store.apartViews.list(10)).toEqual([]);
});
