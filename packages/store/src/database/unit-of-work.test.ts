import { fakeClock } from "@commonhall/testkit";
import { unitOfWorkContract } from "@commonhall/testkit/contracts";
import { openStore } from "../open-store.ts";

unitOfWorkContract("SQLite", async () => {
  const { work, direct, deliveryViews, close } = await openStore({ file: ":memory:", clock: fakeClock() });
  return { work, direct, waiting: async () => (await deliveryViews.counts()).waiting, close };
});
