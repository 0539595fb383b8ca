import { fakeClock } from "@commonhall/testkit";
import { deliveryQueueContract } from "@commonhall/testkit/contracts";
import { openStore } from "../open-store.ts";

deliveryQueueContract("SQLite", async () => {
  const clock = fakeClock();
  const store = await openStore({ file: ":memory:", clock });
  const { outbox, remoteActors: actors, follows, domains } = store.direct;
  const { deliveries, deliveryViews: views, close } = store;
  return { clock, deliveries, views, outbox, actors, follows, domains, close };
});
