import { fakeClock } from "@commonhall/testkit";
import { timelineContract } from "@commonhall/testkit/contracts";
import { openTestStore, testDatabase } from "../database/open-test-store.fixture.ts";

timelineContract(testDatabase(), async () => {
  const store = await openTestStore({ clock: fakeClock() });
  const { objects, arrivals, domains, remoteActors: actors } = store.direct;
  return { objects, arrivals, domains, actors, views: store.objectViews, close: store.close };
});
