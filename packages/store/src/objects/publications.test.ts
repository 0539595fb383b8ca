import { DAY, type ActorId, type ObjectId, type PublicationsFilter, type StoredObject } from "@commonhall/domain";
import {
  actorAt,
  campaign,
  fakeClock,
  objectAt,
  ourActor,
  ourObject,
  outgoing,
  sharedInboxAt,
  storedObject,
} from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = ourActor("hall");
const WAGES = campaign("wages").id;

async function open() {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  const publish = async (name: string, more: Partial<StoredObject> = {}) => {
    const object = storedObject(ourObject(name), { attributedTo: HALL, local: true, ...more });
    await store.direct.objects.put(object);
    return object;
  };
  const read = (of: Partial<PublicationsFilter>) => store.objectViews.publications({ limit: 100, ...of });
  const ids = async (of: Partial<PublicationsFilter>) => (await read(of)).items.map(({ id }) => id);
  return { clock, store, ...store.direct, publish, read, ids, [Symbol.asyncDispose]: store.close };
}

const named = (...names: string[]): ObjectId[] => names.map(ourObject);

test("what a centre published, or what belongs to a campaign, comes newest first", async () => {
  await using store = await open();
  await store.publish("one", { published: 1, campaign: WAGES });
  await store.publish("two", { published: 2 });
  await store.publish("rally", { published: 3, campaign: WAGES, kind: "action", type: "Event" });
  await store.objects.put(storedObject(objectAt("a.example", "theirs"), { campaign: WAGES }));
  expect(await store.ids({})).toEqual(named("rally", "two", "one"));
  expect(await store.ids({ centre: HALL })).toEqual(named("rally", "two", "one"));
  expect(await store.ids({ campaign: WAGES })).toEqual(named("rally", "one"));
  expect(await store.ids({ campaign: WAGES, kind: "post" })).toEqual(named("one"));
  expect(await store.ids({ centre: actorAt("a.example") })).toEqual([]);
});

test("a campaign is listed as its Group, not as the Note that opened it", async () => {
  await using store = await open();
  await store.publish("opening", { kind: "campaign", type: "Note" });
  await store.publish("group", { kind: "campaign", type: "Group" });
  expect(await store.ids({ kind: "campaign" })).toEqual(named("group"));
});

test("pages go on where the one before ended, through things of the same time", async () => {
  await using store = await open();
  for (let count = 0; count < 7; count++) await store.publish(`p${count}`, { published: Math.floor(count / 3) });
  const seen: ObjectId[] = [];
  for (let after: { after?: string } | undefined = {}; after !== undefined;) {
    const page = await store.read({ centre: HALL, limit: 2, ...after });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next === undefined ? undefined : { after: page.next };
  }
  expect(seen).toEqual(named("p6", "p5", "p4", "p3", "p2", "p1", "p0"));
});

test("the list says when anything in it changed last, beyond the page", async () => {
  await using store = await open();
  expect((await store.read({ centre: HALL })).updated).toBeUndefined();
  await store.publish("old", { published: 1, updated: 50 });
  await store.publish("new", { published: 9 });
  expect(await store.read({ centre: HALL, limit: 1 })).toMatchObject({ updated: 50 });
  await store.publish("old", { published: 1, updated: 60 });
  expect(await store.read({ centre: HALL, limit: 1 })).toMatchObject({ updated: 60 });
});

test("what was withdrawn is told of for ninety days, with whose it was", async () => {
  await using store = await open();
  await store.publish("one", { campaign: WAGES });
  await store.publish("two");
  await store.objects.put(storedObject(objectAt("a.example", "theirs")));
  const at = store.clock();
  for (const id of [...named("one"), objectAt("a.example", "theirs")]) await store.objects.delete(id, at);
  await store.objects.delete(ourObject("two"), at + 1);
  const withdrawn = async (of: Partial<PublicationsFilter>) =>
    (await store.store.objectViews.withdrawn({ limit: 10, ...of })).map(({ id }) => id);
  expect(await withdrawn({ centre: HALL })).toEqual(named("two", "one"));
  expect(await withdrawn({ campaign: WAGES })).toEqual(named("one"));
  expect(await withdrawn({ kind: "action" })).toEqual([]);
  const ana = actorAt("a.example");
  const hidden = objectAt("a.example", "hidden");
  await store.objects.put(storedObject(hidden, { reach: "limited" }));
  await store.objects.delete(hidden, at);
  const by = async (...authors: ActorId[]) =>
    (await store.store.objectViews.withdrawnBy(authors, 10)).map(({ id }) => id);
  expect(await by(HALL)).toEqual(named("two", "one"));
  expect(await by(ana)).toEqual([objectAt("a.example", "theirs")]);
  expect(await by(HALL, ana)).toHaveLength(3);
  store.clock.advance(90 * DAY + 1);
  expect(await by(HALL, ana)).toEqual(named("two"));
  expect(await withdrawn({ centre: HALL })).toEqual(named("two"));
  expect(await store.ids({ centre: HALL })).toEqual([]);
});

test("an outbox has what its actor told, newest first, with the objects that are there", async () => {
  await using store = await open();
  const { objectViews } = store.store;
  const one = await store.publish("one");
  for (const [name, published] of [
    ["one", 1],
    ["two", 2],
    ["three", 2],
  ] as const) {
    await store.outbox.append(outgoing(name, { published }), []);
  }
  await store.outbox.append(outgoing("accept", { listed: false }), []);
  await store.outbox.append(outgoing("other", { actor: WAGES }), []);
  const first = await objectViews.outbox(HALL, 2);
  expect(first.items.map(({ activity }) => activity)).toEqual([
    outgoing("three", { published: 2 }),
    outgoing("two", { published: 2 }),
  ]);
  const second = await objectViews.outbox(HALL, 2, first.next);
  expect(second).toEqual({ items: [{ activity: outgoing("one", { published: 1 }), object: one }] });
  expect(await objectViews.outboxSize(HALL)).toBe(3);
  expect(await objectViews.outbox(ourActor("nobody"), 2)).toEqual({ items: [] });
});

test("an outbox shows nothing of what was deleted but the Delete", async () => {
  await using store = await open();
  await store.publish("one");
  await store.outbox.append(outgoing("one"), []);
  await store.outbox.append(outgoing("delete", { type: "Delete", object: ourObject("one") }), []);
  await store.objects.delete(ourObject("one"), 1);
  const { items } = await store.store.objectViews.outbox(HALL, 10);
  expect(items.map(({ activity }) => activity.type)).toEqual(["Delete"]);
  expect(await store.store.objectViews.outboxSize(HALL)).toBe(1);
});

test("what told of a deleted object is forgotten, once nobody waits for it any more", async () => {
  await using store = await open();
  await store.publish("one");
  await store.outbox.append(outgoing("one"), [{ type: "inbox", inbox: sharedInboxAt("a.example") }]);
  await store.outbox.append(outgoing("update", { object: ourObject("one") }), []);
  await store.outbox.append(outgoing("other"), []);
  await store.objects.delete(ourObject("one"), 1);
  expect(await documentsOf(store)).toEqual(["one", "other"]);
  const lease = { limit: 9, leaseFor: DAY, perHost: 9, busy: new Map() };
  const [delivery] = await store.store.deliveries.lease(store.clock(), lease);
  expect(delivery?.document).toBe(outgoing("one").document);
  await store.store.deliveries.settle(store.clock(), [{ id: delivery?.id ?? 0, type: "done" }], []);
  await store.store.sweep();
  expect(await documentsOf(store)).toEqual(["other"]);
});

test("a Delete lets what told of the object be forgotten at once, since nothing of it is sent any more", async () => {
  await using store = await open();
  await store.publish("one");
  await store.outbox.append(outgoing("one"), [{ type: "inbox", inbox: sharedInboxAt("a.example") }]);
  await store.outbox.append(outgoing("delete", { type: "Delete", object: ourObject("one") }), []);
  await store.outbox.append(outgoing("other"), []);
  await store.objects.delete(ourObject("one"), 1);
  expect(await documentsOf(store)).toEqual(["delete", "other"]);
});

/** The activities whose documents are still there. */
async function documentsOf({ outbox }: Awaited<ReturnType<typeof open>>): Promise<readonly string[]> {
  const kept = ["one", "update", "delete", "other"].map(async (name) => {
    const activity = await outbox.get(outgoing(name).id);
    return activity === undefined || activity.document === "" ? [] : [name];
  });
  return (await Promise.all(kept)).flat();
}

test("an object comes back as it was put", async () => {
  await using store = await open();
  const full = await store.publish("full", {
    campaign: WAGES,
    inReplyTo: ourObject("one"),
    updated: 3,
    language: "ar",
  });
  expect(await store.objects.get(full.id)).toEqual(full);
  expect(await store.store.objectViews.get(full.id)).toEqual(full);
  expect(await store.store.objectViews.activity(outgoing("none").id)).toBeUndefined();
});
