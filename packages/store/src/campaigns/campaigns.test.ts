import { DAY, HOUR, startOfDay, trusted } from "@commonhall/domain";
import { action, campaign, fakeClock, post } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

async function open() {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  return {
    clock,
    store,
    rooms: store.direct.campaigns,
    views: store.campaignViews,
    [Symbol.asyncDispose]: store.close,
  };
}

test("campaigns, posts and actions come back as they were put last", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  const wages = campaign("wages");
  await rooms.put(wages);
  expect(await rooms.get(wages.id)).toEqual(wages);
  expect(await rooms.byHandle(trusted.handle("wages"))).toEqual(wages);
  const suspended = campaign("wages", { status: "suspended", updated: 5 });
  await rooms.put(suspended);
  expect(await views.get(wages.id)).toEqual(suspended);
  expect(await views.byHandle("wages")).toEqual(suspended);

  await rooms.putPost(post("one", { tags: ["payup"] }));
  expect(await rooms.getPost(post("one").id)).toEqual(post("one", { tags: ["payup"] }));
  await rooms.putAction(action("rally", { cancelled: true }));
  expect(await views.action(action("rally").id)).toEqual(action("rally", { cancelled: true }));
});

test("what is deleted is not there any more", async () => {
  await using opened = await open();
  const { rooms, views, store } = opened;
  await rooms.put(campaign("wages"));
  await rooms.putPost(post("one"));
  await rooms.putAction(action("rally"));
  await store.participation.add(action("rally").id);
  await rooms.delete(campaign("wages").id, 1);
  await rooms.deletePublication(post("one").id);
  await rooms.deletePublication(action("rally").id);
  expect(await views.list()).toEqual([]);
  expect(await views.posts(undefined, 10)).toEqual([]);
  expect(await views.actions(undefined, 10)).toEqual([]);
  expect(await store.participation.count(action("rally").id)).toBe(0);
});

test("campaigns are listed with the running ones first, the latest first among them", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  await rooms.put(campaign("closed", { status: "closed", published: 9 }));
  await rooms.put(campaign("old", { published: 1 }));
  await rooms.put(campaign("suspended", { status: "suspended", published: 5 }));
  await rooms.put(campaign("new", { published: 2 }));
  expect((await views.list()).map(({ handle }) => handle)).toEqual(["new", "old", "suspended", "closed"]);
});

test("those that are over by the calendar and still open are found, no others", async () => {
  await using opened = await open();
  const { rooms, clock } = opened;
  await rooms.put(campaign("running"));
  await rooms.put(campaign("suspended", { status: "suspended" }));
  await rooms.put(campaign("closed", { status: "closed" }));
  const { ends } = campaign("running");
  clock.set(startOfDay(ends) + DAY + DAY / 2 - 1);
  expect(await rooms.open()).toEqual([]);
  clock.advance(1);
  expect((await rooms.open()).map(({ handle }) => handle).sort()).toEqual(["running", "suspended"]);
});

test("posts come latest first, of one campaign or of all", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  const wages = campaign("wages").id;
  await rooms.putPost(post("one", { published: 1, campaign: wages }));
  await rooms.putPost(post("two", { published: 2 }));
  await rooms.putPost(post("three", { published: 3, campaign: wages }));
  const names = async (of?: typeof wages, limit = 10) =>
    (await views.posts(of, limit)).map(({ id }) => id.split("/").at(-1));
  expect(await names()).toEqual(["three", "two", "one"]);
  expect(await names(wages)).toEqual(["three", "one"]);
  expect(await names(undefined, 1)).toEqual(["three"]);
});

test("actions come in the order of their dates, those that have not ended first", async () => {
  await using opened = await open();
  const { rooms, views, clock } = opened;
  const now = clock();
  await rooms.putAction(action("over", { starts: now - 3 * DAY, ends: now - 2 * DAY }));
  await rooms.putAction(action("just over", { starts: now - 2 * DAY, ends: now - HOUR }));
  await rooms.putAction(action("on", { starts: now - DAY, ends: now + DAY }));
  await rooms.putAction(action("next week", { starts: now + 7 * DAY }));
  await rooms.putAction(action("tomorrow", { starts: now + DAY }));
  await rooms.putAction(action("strike", { type: "strike", starts: now - 90 * DAY }));
  await rooms.putAction(action("picket of last week", { type: "picket", starts: now - 7 * DAY }));
  const names = (await views.actions(undefined, 20)).map(({ name }) => Object.values(name)[0]);
  const ahead = ["strike", "on", "tomorrow", "next week"];
  expect(names).toEqual([...ahead, "just over", "over", "picket of last week"]);
  const few = await views.actions(campaign("wages").id, 2);
  expect(few.map(({ name }) => Object.values(name)[0])).toEqual(["strike", "on"]);
  expect(await views.actions(campaign("other").id, 20)).toEqual([]);
});

test("how many take part is a number, which many can add to at once and the organiser can set", async () => {
  await using opened = await open();
  const { store } = opened;
  const { participation } = store;
  const rally = action("rally").id;
  await Promise.all(Array.from({ length: 20 }, () => participation.add(rally)));
  expect(await participation.count(rally)).toBe(20);
  await participation.set(rally, 45);
  expect(await participation.add(rally)).toBe(46);
  const other = action("other").id;
  expect(await participation.counts([rally, other])).toEqual(
    new Map([
      [rally, 46],
      [other, 0],
    ]),
  );
  expect(await participation.counts([])).toEqual(new Map());
});

test("what somebody has begun to write is kept as typed, the latest first", async () => {
  await using opened = await open();
  const { store } = opened;
  const { workInProgress } = store;
  const one = { id: "1", kind: "post", by: "ana", saved: 1, fields: { text: "half a sen" }, checks: [] } as const;
  const two = { id: "2", kind: "campaign", by: "bo", saved: 2, fields: {}, checks: [] } as const;
  for (const work of [one, two]) await workInProgress.save(work);
  expect(await workInProgress.list()).toEqual([two, one]);
  await workInProgress.save({ ...one, saved: 3, fields: { text: "half a sentence" } });
  expect(await workInProgress.get("1")).toEqual({ ...one, saved: 3, fields: { text: "half a sentence" } });
  await workInProgress.delete("1");
  expect(await workInProgress.get("1")).toBeUndefined();
});
