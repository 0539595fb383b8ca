import { fakeClock } from "@commonhall/testkit";
import { occasionsContract } from "@commonhall/testkit/contracts";
import { openStore } from "../open-store.ts";

occasionsContract("SQLite", async () => {
  const store = await openStore({ file: ":memory:", clock: fakeClock() });
  const { objects, arrivals, follows, domains, remoteActors: actors } = store.direct;
  return { objects, arrivals, follows, domains, actors, views: store.objectViews, close: store.close };
});
