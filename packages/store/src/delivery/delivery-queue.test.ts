import { fakeClock } from "@commonhall/testkit";
import { deliveryQueueContract } from "@commonhall/testkit/contracts";
import { openTestStore, testDatabase } from "../database/open-test-store.fixture.ts";

deliveryQueueContract(testDatabase(), async () => {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  const { outbox, remoteActors: actors, follows, domains } = store.direct;
  const { deliveries, deliveryViews: views, close } = store;
  return { clock, deliveries, views, outbox, actors, follows, domains, close };
});
