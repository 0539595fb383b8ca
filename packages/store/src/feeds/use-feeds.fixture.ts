import { type ActorId, feedFilterFrom, feedKeys, feedName, trusted } from "@commonhall/domain";
import { objectAt, storedObject } from "@commonhall/testkit";
import type { Store } from "../store.ts";

/** Everything that is done with feeds, each of it once. */
export async function useFeeds({ direct, feedViews }: Store, ally: ActorId, now: number): Promise<void> {
  const filter = feedFilterFrom("us.f.action.en");
  const keys = feedKeys({ regions: ["US-CA"], sectors: ["isic4:F"], kind: "action", languages: ["en"] });
  if (!filter.ok || keys === undefined) throw new Error("no such feed");
  const name = feedName(filter.value);
  const object = storedObject(objectAt("a.example", "rally"), { attributedTo: ally, kind: "action" });
  await direct.objects.put(object);
  const entry = trusted.feedEntry("entry");
  const draft = { entry, object: object.id, keys, isFor: "everybody", published: now, entered: now } as const;
  await direct.feeds.notEntered({ limit: 1 });
  await direct.feeds.notEntered({ after: object.id, limit: 1 });
  await direct.feeds.enter(draft);
  await direct.feeds.enter(draft);
  await direct.feeds.put({ name, actor: trusted.actor(`https://hall.example/feeds/${name}`), made: now, used: now });
  await direct.feeds.followedFor(keys);
  await direct.feeds.toldOf(object.id);
  await direct.feeds.entryOf(object.id);
  await direct.feeds.madeFor(trusted.host("a.example"), now);
  await direct.feeds.get(name);
  await direct.feeds.unusedSince(now, 10);
  await direct.feeds.drop(name);
  for (const isFor of ["readers", "followers"] as const) {
    const { next } = await feedViews.items(filter.value, { isFor, limit: 0 });
    await feedViews.items({}, { isFor, limit: 1, ...(next === undefined ? {} : { after: next }) });
  }
  await feedViews.item(filter.value, entry);
  await feedViews.withdrawn(filter.value, 10);
  await feedViews.occasions(filter.value, now, 10);
  await feedViews.counts(filter.value, now);
  await feedViews.carried(10);
  await direct.feeds.forgetGone(now, 10);
}
