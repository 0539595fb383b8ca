import type { Audience, ObjectId, StoredObject } from "@commonhall/domain";
import {
  actorAt,
  campaign,
  fakeClock,
  objectAt,
  ourActor,
  ourObject,
  outgoing,
  post,
  remoteActor,
  storedObject,
} from "@commonhall/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = ourActor("hall");
const ALLY = actorAt("a.example");
const ALLIES: Audience = { type: "allies" };
const ONE = ourObject("one");

async function open() {
  const clock = fakeClock(1_000_000);
  const store = await openTestStore({ clock });
  const publish = (name: string, more: Partial<StoredObject> = {}) =>
    store.direct.objects.put(storedObject(ourObject(name), { attributedTo: HALL, local: true, ...more }));
  return { clock, store, ...store.direct, publish, [Symbol.asyncDispose]: store.close };
}

test("of what is limited it is known to whom it is said, until it is deleted", async () => {
  await using store = await open();
  await store.publish("one", { reach: "limited" });
  expect(await store.audiences.of(ONE)).toBeUndefined();
  await store.audiences.put(ONE, ALLIES);
  expect(await store.audiences.of(ONE)).toEqual(ALLIES);
  const named: Audience = { type: "named", actors: [ALLY] };
  await store.audiences.put(ONE, named);
  expect(await store.audiences.of(ONE)).toEqual(named);
  await store.objects.delete(ONE, 1);
  expect(await store.audiences.of(ONE)).toBeUndefined();
});

test("how an object reaches people is kept with it, and with its tombstone", async () => {
  await using store = await open();
  for (const reach of ["public", "limited"] as const) {
    await store.publish(reach, { reach });
    expect((await store.objects.get(ourObject(reach)))?.reach).toBe(reach);
    await store.objects.delete(ourObject(reach), 1);
    expect(await store.objects.tombstone(ourObject(reach))).toEqual({ id: ourObject(reach), deleted: 1, reach });
  }
  await store.objects.delete(ourObject("never seen"), 1);
  expect((await store.objects.tombstone(ourObject("never seen")))?.reach).toBe("limited");
});

/** Everything that a page, a feed or a collection for everybody is made of. */
async function readInPublic(store: Awaited<ReturnType<typeof open>>["store"]) {
  const { objectViews, campaignViews } = store;
  const pages: unknown[] = [];
  for (let after: string | undefined = ""; after !== undefined;) {
    const page = await objectViews.outbox(HALL, 2, after === "" ? undefined : after);
    pages.push(page);
    after = page.next;
  }
  return [
    pages,
    await objectViews.outboxSize(HALL),
    await objectViews.publications({ limit: 100 }),
    await objectViews.publications({ limit: 100, campaign: campaign("wages").id, kind: "post" }),
    await objectViews.withdrawn({ limit: 100 }),
    await campaignViews.publicPosts(100),
  ];
}

test("whatever limited things are said, changed and deleted between public ones, nothing that everybody reads differs", async () => {
  const step = fc.record({
    reach: fc.constantFrom("public" as const, "limited" as const),
    what: fc.constantFrom("publish" as const, "change" as const, "delete" as const),
    which: fc.nat({ max: 3 }),
  });
  const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    await using mixed = await open();
    await using plain = await open();
    for (const [at, one] of steps.entries()) {
      await play(mixed, one, at);
      if (one.reach === "public") await play(plain, one, at);
    }
    expect(await readInPublic(mixed.store)).toEqual(await readInPublic(plain.store));
  });
  await fc.assert(property, { numRuns: 60 });
});

interface Step {
  readonly reach: "public" | "limited";
  readonly what: "publish" | "change" | "delete";
  readonly which: number;
}

async function play(at: Awaited<ReturnType<typeof open>>, { reach, what, which }: Step, number: number): Promise<void> {
  const name = `${reach} ${which}`;
  const listed = reach === "public";
  const of = campaign("wages").id;
  const told = { object: ourObject(name), published: number, listed };
  if (what === "delete") {
    await at.objects.delete(ourObject(name), 900_000 + number);
    await at.campaigns.deletePublication(ourObject(name));
    await at.outbox.append(outgoing(`${number}`, { ...told, type: "Delete", listed: false }), []);
    return;
  }
  const audience = listed ? {} : { audience: ALLIES };
  const isNew = await at.publish(name, { reach, published: which, updated: number, campaign: of });
  if (!isNew) return;
  if (!listed) await at.audiences.put(ourObject(name), ALLIES);
  await at.campaigns.putPost(post(name, { campaign: of, published: which, ...audience }));
  await at.outbox.append(outgoing(`${number}`, { ...told, type: what === "change" ? "Update" : "Create" }), []);
}

test("what waits for an actor is found by the inbox of its own, as far as it is limited and goes on", async () => {
  await using store = await open();
  await store.remoteActors.put(remoteActor(ALLY));
  for (const name of ["limited", "ended"]) {
    await store.publish(name, { reach: "limited" });
    await store.audiences.put(ourObject(name), ALLIES);
  }
  await store.publish("public");
  const readers = [{ type: "actors", actors: [ALLY] }] as const;
  await store.outbox.append(outgoing("a", { object: ourObject("limited"), listed: false }), readers);
  await store.outbox.append(outgoing("b", { object: ourObject("limited"), type: "Update", listed: false }), readers);
  await store.outbox.append(outgoing("c", { object: ourObject("public") }), readers);
  await store.outbox.append(outgoing("d", { object: ourObject("ended"), type: "Delete", listed: false }), readers);
  expect(await store.audiences.waitingFor(ALLY)).toEqual([ourObject("limited")]);
  expect(await store.audiences.waitingFor(actorAt("b.example"))).toEqual([]);
});

test("what somebody sent is found page by page, what is limited of it or all, and forgotten without a trace", async () => {
  await using store = await open();
  const send = async (name: string, reach: "public" | "limited", by = ALLY) => {
    const object = objectAt("a.example", name);
    await store.objects.put(storedObject(object, { attributedTo: by, reach }));
    await store.arrivals.add({ object, from: by, reason: "ally", backfilled: false, received: 1 });
    return object;
  };
  const limited = [await send("1", "limited"), await send("2", "limited"), await send("3", "limited")];
  const forAll = await send("4", "public");
  const other = await send("5", "limited", actorAt("a.example", "other"));
  await store.publish("ours", { reach: "limited" });
  const found = async (reach: "limited" | "everything", after?: ObjectId) =>
    (await store.objects.by(ALLY, { reach, limit: 2, ...(after && { after }) })).map(({ id }) => id);
  expect(await found("limited")).toEqual(limited.slice(0, 2));
  expect(await found("limited", limited[1])).toEqual(limited.slice(2));
  expect(await found("everything", limited[1])).toEqual([limited[2], forAll]);
  await store.objects.forget([...limited, ourObject("ours")]);
  const left = (await store.store.objectViews.timeline({ limit: 9 })).items.map(({ object }) => object.id);
  expect(left.toSorted()).toEqual([forAll, other]);
  for (const id of limited) expect(await store.objects.tombstone(id)).toBeUndefined();
  expect(await store.objects.get(ourObject("ours"))).toBeDefined();
});
