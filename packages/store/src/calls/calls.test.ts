import { DAY, hundredths, trusted, type OutgoingActivity } from "@commonhall/domain";
import {
  actorAt,
  call,
  fakeClock,
  inboxOf,
  objectAt,
  outgoing,
  receivedCall,
  remoteActor,
  storedObject,
} from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

async function open() {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  return { clock, store, rooms: store.direct, views: store.callViews, [Symbol.asyncDispose]: store.close };
}
type Opened = Awaited<ReturnType<typeof open>>;

const ALLY = actorAt("ally.example");
const THEIRS = objectAt("ally.example", "call");

async function arrived({ rooms }: Opened, name: string, more: Parameters<typeof receivedCall>[1] = {}): Promise<void> {
  const id = objectAt("ally.example", name);
  await rooms.objects.put(storedObject(id, { kind: "call", attributedTo: ALLY }));
  await rooms.arrivals.add({ object: id, from: ALLY, reason: "followed", backfilled: false, received: 1 });
  await rooms.calls.putReceived(receivedCall(id, more));
}

test("a call comes back as it was put last, by its id and by those of its needs", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  const arrest = call("arrest");
  await rooms.calls.put(arrest);
  await rooms.calls.put({ ...arrest, status: "met" });
  expect(await rooms.calls.get(arrest.id)).toEqual({ ...arrest, status: "met" });
  expect(await views.get(arrest.id)).toEqual({ ...arrest, status: "met" });
  expect((await rooms.calls.withNeed(trusted.object(`${arrest.id}/needs/1`)))?.id).toBe(arrest.id);
  for (const need of [`${arrest.id}/needs/2`, arrest.id, `${arrest.id}/needs/1#primary`, "https://x.example/"]) {
    expect(await rooms.calls.withNeed(trusted.object(need))).toBeUndefined();
  }
  await rooms.calls.delete(arrest.id);
  expect(await rooms.calls.get(arrest.id)).toBeUndefined();
});

test("the open ones are listed first, the next to end before the others", async () => {
  await using opened = await open();
  const { rooms, views } = opened;
  const campaign = trusted.actor("https://hall.example/campaigns/wages");
  await rooms.calls.put(call("late", { expires: 9 * DAY, campaign }));
  await rooms.calls.put(call("old", { status: "ended", published: 1 }));
  await rooms.calls.put(call("soon", { expires: 2 * DAY, audience: { type: "allies" } }));
  await rooms.calls.put(call("new", { status: "met", published: 5, campaign }));
  const names = async (of: object) =>
    (await views.list({ limit: 10, ...of })).map(({ id }) => id.slice(id.lastIndexOf("/") + 1));
  expect(await names({})).toEqual(["soon", "late", "new", "old"]);
  expect(await names({ limit: 3 })).toEqual(["soon", "late", "new"]);
  expect(await names({ isPublic: true })).toEqual(["late", "new", "old"]);
  expect(await names({ campaign })).toEqual(["late", "new"]);
  expect((await rooms.calls.expired(2 * DAY)).map(({ id }) => id)).toEqual([call("soon").id]);
  expect(await rooms.calls.expired(2 * DAY - 1)).toEqual([]);
});

test("others' calls are read with who sent them, until they end, and go with their objects", async () => {
  await using opened = await open();
  const { rooms, views, store } = opened;
  await rooms.remoteActors.put(remoteActor(ALLY, { name: "The ally" }));
  await arrived(opened, "call", { expires: 3 * DAY });
  await arrived(opened, "first", { expires: 2 * DAY });
  await arrived(opened, "over", { status: "met" });
  const standing = async (now: number) =>
    (await views.openReceived(now, 10)).map(({ call, item }) => `${call.id.slice(-5)} ${item.fromName}`);
  expect(await standing(DAY)).toEqual(["first The ally", "/call The ally"]);
  expect(await standing(2 * DAY)).toEqual(["/call The ally"]);
  expect((await views.received(THEIRS))?.call.needs[0]?.available).toBe(hundredths(200));
  expect((await rooms.calls.receivedWithNeed(trusted.object(`${THEIRS}/needs/1`)))?.id).toBe(THEIRS);
  await rooms.calls.putReceived(receivedCall(THEIRS, { needs: [] }));
  expect(await rooms.calls.receivedWithNeed(trusted.object(`${THEIRS}/needs/1`))).toBeUndefined();

  await rooms.domains.set(trusted.host("ally.example"), "limit");
  expect(await standing(0)).toEqual([]);
  expect(await views.received(THEIRS)).toBeUndefined();
  expect((await rooms.calls.received(THEIRS))?.id).toBe(THEIRS);

  await store.direct.objects.delete(THEIRS, 5);
  expect(await rooms.calls.received(THEIRS)).toBeUndefined();
});

test("what supersedes leaves nothing of what was said before: none of it waits, is listed or is kept", async () => {
  await using opened = await open();
  const { rooms, store, clock } = opened;
  await rooms.remoteActors.put(remoteActor(ALLY));
  const object = call("arrest").id;
  const to = [{ type: "inbox", inbox: inboxOf(ALLY) }] as const;
  const say = (name: string, more: Partial<OutgoingActivity>) =>
    rooms.outbox.append(outgoing(name, { object, ...more }), to);
  const lease = () => store.deliveries.lease(clock(), { limit: 9, leaseFor: 1, perHost: 9, busy: new Map() });
  await say("create", {});
  // To somebody who may not read it any more: they still have to hear it.
  await say("gone", { type: "Delete" });
  await say("update", { type: "Update" });
  await say("other", { object: call("other").id });
  await say("safe", { type: "Update", supersedes: true });
  const leased = await lease();
  expect(leased.map(({ activity }) => activity)).toEqual([outgoing("gone").id, outgoing("other").id]);
  await store.deliveries.settle(
    clock(),
    leased.map(({ id }) => ({ id, type: "done" })),
    [],
  );
  expect((await lease()).map(({ activity }) => activity)).toEqual([outgoing("safe").id]);
  for (const name of ["create", "update"]) {
    expect(await rooms.outbox.get(outgoing(name).id)).toMatchObject({ listed: false, document: "" });
  }
  expect(await rooms.outbox.get(outgoing("safe").id)).toMatchObject({ listed: true });
  expect(await rooms.outbox.get(outgoing("other").id)).toMatchObject({ listed: true });
});
