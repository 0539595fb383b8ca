import { trusted, type Organiser, type Tally } from "@commonhall/domain";
import { action, actorAt, campaign, fakeClock, localActor, ourActor, outgoing, remoteActor } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = ourActor("hall");
const WAGES = campaign("wages").id;
const ALLY = actorAt("a.example");
const THEIRS = trusted.actor("https://a.example/campaigns/theirs");

const organiser = (more: Partial<Organiser> = {}): Organiser => ({
  offer: trusted.activity("https://hall.example/activities/1"),
  campaign: WAGES,
  organiser: ALLY,
  lead: HALL,
  state: "offered",
  since: 5,
  apart: false,
  ...more,
});

async function open() {
  const store = await openTestStore({ clock: fakeClock() });
  await store.direct.localActors.put(localActor(HALL, { handle: trusted.handle("hall") }));
  const { direct, organiserViews: views, close } = store;
  return { rooms: direct.organisers, views, store, [Symbol.asyncDispose]: close };
}

test("there is one row for each campaign and centre, and those who accepted organise it", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  await rooms.put(organiser());
  await rooms.put(organiser({ organiser: actorAt("b.example"), state: "accepted", since: 4 }));
  await rooms.put(organiser({ organiser: actorAt("c.example"), state: "declined" }));
  expect(await rooms.between(WAGES, ALLY)).toEqual(organiser());
  expect(await rooms.byInvite(organiser().offer)).toMatchObject({ campaign: WAGES });
  expect((await rooms.of(WAGES)).map((one) => one.organiser)).toEqual([actorAt("b.example")]);
  const answer = trusted.activity("https://a.example/activities/1");
  await rooms.put(organiser({ state: "accepted", answer }));
  expect(await rooms.between(WAGES, ALLY)).toEqual(organiser({ state: "accepted", answer }));
  expect((await rooms.of(WAGES)).map((one) => one.organiser)).toEqual([actorAt("b.example"), ALLY]);
  expect((await views.of(WAGES)).map(({ state }) => state)).toEqual(["accepted", "accepted"]);
});

test("campaigns of others in which our centre is asked or takes part are found by id and by handle", async () => {
  await using opened = await open();
  const { rooms, views, store } = opened;
  const joined = organiser({ campaign: THEIRS, organiser: HALL, lead: ALLY, state: "accepted" });
  await rooms.put(joined);
  await rooms.put(organiser({ campaign: THEIRS, organiser: actorAt("b.example"), lead: ALLY }));
  expect(await rooms.joinedBy(HALL)).toEqual([joined]);
  expect(await views.jointCampaign(THEIRS)).toMatchObject({ handle: THEIRS, leadName: ALLY, document: "" });
  await store.direct.remoteActors.put(remoteActor(THEIRS, { handle: "@theirs@a.example", name: "Theirs" }));
  await store.direct.remoteActors.put(remoteActor(ALLY, { name: "Ally" }));
  const found = await views.jointByHandle("theirs@a.example");
  expect(found).toMatchObject({ campaign: THEIRS, name: "Theirs", leadName: "Ally", state: "accepted", apart: false });
  expect(await views.joint()).toEqual([found]);
  await rooms.put({ ...joined, apart: true });
  expect(await views.joint()).toEqual([]);
  expect(await views.jointByHandle("theirs@a.example")).toBeUndefined();
});

test("each organiser has one number, the last one, and the largest stands first", async () => {
  await using opened = await open();
  const { rooms, views, store } = opened;
  const tally = (centre: typeof ALLY, count: number): Tally => ({
    id: trusted.object(`${centre}/tallies/1`),
    campaign: WAGES,
    centre,
    count,
    at: 5,
    document: "{}",
  });
  await store.direct.remoteActors.put(remoteActor(ALLY, { name: "Ally" }));
  await rooms.putTally(tally(HALL, 7));
  await rooms.putTally(tally(ALLY, 3));
  await rooms.putTally(tally(ALLY, 9));
  expect(await rooms.tally(WAGES, ALLY)).toEqual(tally(ALLY, 9));
  expect(await views.tally(tally(HALL, 7).id)).toEqual(tally(HALL, 7));
  expect((await views.tallies(WAGES)).map(({ name, count }) => [name, count])).toEqual([
    ["Ally", 9],
    [HALL, 7],
  ]);
});

test("how many took part is the sum over what we called to in that campaign alone", async () => {
  await using opened = await open();
  const { rooms, store } = opened;
  expect(await rooms.participants(WAGES)).toBe(0);
  for (const [name, of] of [
    ["rally", WAGES],
    ["picket", WAGES],
    ["other", THEIRS],
  ] as const) {
    await store.direct.campaigns.putAction(action(name, { campaign: of }));
    await store.participation.set(action(name).id, 20);
  }
  expect(await rooms.participants(WAGES)).toBe(40);
  expect(await rooms.participants(THEIRS)).toBe(20);
});

test("what a campaign has passed on, whom it has named and what goes on with it is remembered", async () => {
  await using opened = await open();
  const { rooms, views, store } = opened;
  const { object } = outgoing("one");
  await store.direct.outbox.append(outgoing("one", { type: "Announce", actor: WAGES }), []);
  expect(await rooms.hasAnnounced(WAGES, object)).toBe(true);
  expect(await rooms.hasAnnounced(THEIRS, object)).toBe(false);
  expect(await rooms.hasAnnounced(WAGES, outgoing("two").object)).toBe(false);

  expect(await rooms.hasSeenOrganiser(THEIRS, ALLY)).toBe(false);
  for (const _ of [1, 2]) await rooms.sawOrganiser(THEIRS, ALLY);
  expect(await rooms.hasSeenOrganiser(THEIRS, ALLY)).toBe(true);
  expect(await rooms.hasSeenOrganiser(THEIRS, HALL)).toBe(false);

  for (const _ of [1, 2]) await rooms.putSuccession(THEIRS, WAGES);
  expect(await views.together(THEIRS)).toEqual({ former: [], later: [WAGES] });
  expect(await views.together(WAGES)).toEqual({ former: [THEIRS], later: [] });
});
