import { fakeClock } from "@commonhall/testkit";
import { occasionsContract } from "@commonhall/testkit/contracts";
import { openTestStore, testDatabase } from "../database/open-test-store.fixture.ts";

occasionsContract(testDatabase(), async () => {
  const store = await openTestStore({ clock: fakeClock() });
  const { objects, arrivals, follows, domains, remoteActors: actors } = store.direct;
  return { objects, arrivals, follows, domains, actors, views: store.objectViews, close: store.close };
});
