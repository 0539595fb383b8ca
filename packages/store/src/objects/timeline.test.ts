import { fakeClock } from "@commonhall/testkit";
import { timelineContract } from "@commonhall/testkit/contracts";
import { openStore } from "../open-store.ts";

timelineContract("SQLite", async () => {
  const store = await openStore({ file: ":memory:", clock: fakeClock() });
  const { objects, arrivals, domains, remoteActors: actors } = store.direct;
  return { objects, arrivals, domains, actors, views: store.objectViews, close: store.close };
});
