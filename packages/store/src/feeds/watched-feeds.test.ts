import { feedFilterFrom, feedName, MOST_WATCHED, PLACES_TO_CHOOSE, type FeedName } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

function named(text: string): FeedName {
  const filter = feedFilterFrom(text);
  if (!filter.ok) throw new Error(text);
  return feedName(filter.value);
}

test("feeds are watched in the order in which they were chosen, each once, and no more of them than anybody looks at", async () => {
  await using store = await openTestStore({ clock: fakeClock() });
  const { watchedFeeds } = store;
  const all = PLACES_TO_CHOOSE.countries.slice(0, MOST_WATCHED + 1).map((place) => named(`${place}.any.any.any`));
  const [first, second] = [named("us.f.any.any"), named("qa.t97.call.ar")];
  expect(await watchedFeeds.add(second, 2)).toBe(true);
  expect(await watchedFeeds.add(first, 1)).toBe(true);
  expect(await watchedFeeds.add(second, 9)).toBe(true);
  expect(await watchedFeeds.list()).toEqual([first, second]);
  await watchedFeeds.remove(first);
  await watchedFeeds.remove(first);
  const added: boolean[] = [];
  for (const name of all) added.push(await watchedFeeds.add(name, 10));
  expect(added.filter(Boolean)).toHaveLength(MOST_WATCHED - 1);
  expect(await watchedFeeds.add(second, 11)).toBe(true);
  expect(await watchedFeeds.list()).toHaveLength(MOST_WATCHED);
});
