import { DAY, HOUR, trusted, type ArrivalReason, type StoredObject } from "@commonhall/domain";
import { expect, test } from "vitest";
import type { NoteFields, Somebody } from "../testing/somebody.fixture.ts";
import { FEED, feedScene, type FeedScene } from "./feed-scene.fixture.ts";

// A node that is older than its feeds: what it has enters them once, as history.

/** As a version before feeds has left it. */
async function stands(
  it: FeedScene,
  by: Somebody,
  text: string,
  { reason = "followed", ...fields }: NoteFields & { readonly reason?: ArrivalReason } = {},
): Promise<string> {
  const note = by.note(text, { kind: "CampaignPost", regions: ["US-CA"], sectors: ["isic4:F"], ...fields });
  const { here } = it;
  const id = trusted.object(note.id);
  const said = { id, kind: "post", type: "Note", attributedTo: trusted.actor(by.id), published: here.clock() } as const;
  const more = { language: "en", text, document: JSON.stringify(note), reach: "public" } as const;
  const stored: StoredObject = { ...said, ...more, local: by.id === here.centre };
  await here.store.direct.objects.put(stored);
  const came = { object: id, from: stored.attributedTo, reason, backfilled: false, received: here.clock() };
  if (!stored.local) await here.store.direct.arrivals.add(came);
  return id;
}

const fills = ({ here }: FeedScene) => here.store.direct.tasks.add({ type: "fill feeds" }, { key: "fill feeds" });

test("all of it enters, however much it is, and nobody is told", async () => {
  await using it = await feedScene();
  const texts = Array.from({ length: 230 }, (_, number) => `Said ${number}`);
  for (const text of texts) {
    it.here.clock.advance(HOUR);
    await stands(it, it.ally, text);
  }
  await it.follows(FEED);
  await it.told();
  await fills(it);
  await it.here.federation.drain();
  expect(await it.outbox(FEED)).toEqual(texts.toReversed());
  expect((await it.toldInShort()).filter((line) => line.startsWith("Announce"))).toEqual([]);
});

test("again is nothing: what stands there already keeps its name", async () => {
  await using it = await feedScene();
  await stands(it, it.ally, "Once");
  const told: unknown[] = [];
  for (let again = 0; again < 2; again += 1) {
    await fills(it);
    await it.here.federation.drain();
    const { items } = await it.here.store.feedViews.items({}, { isFor: "readers", limit: 9 });
    told.push(items.map(({ entry, object }) => [entry, object.text]));
  }
  expect(told[0]).toHaveLength(1);
  expect(told[1]).toEqual(told[0]);
});

test("what strangers wrote to us, what is for allies, and what is withdrawn stays out", async () => {
  await using it = await feedScene();
  await stands(it, it.ally, "From a stranger", { reason: "addressed" });
  const limited = trusted.object(await stands(it, it.ally, "For allies"));
  const known = await it.here.store.direct.objects.get(limited);
  if (known !== undefined) await it.here.store.direct.objects.put({ ...known, reach: "limited" });
  const gone = await stands(it, it.ally, "Withdrawn");
  await it.here.store.direct.objects.delete(trusted.object(gone), it.here.clock());
  await fills(it);
  it.here.clock.advance(DAY);
  await it.here.federation.drain();
  expect(await it.outbox("any.any.any.any")).toEqual([]);
});
