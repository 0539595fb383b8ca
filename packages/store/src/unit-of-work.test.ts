import { fakeClock } from "@commonhall/testkit";
import { unitOfWorkContract } from "@commonhall/testkit/contracts";
import { openTestStore, testDatabase } from "./database/open-test-store.fixture.ts";

unitOfWorkContract(testDatabase(), async () => {
  const { work, direct, deliveryViews, close } = await openTestStore({ clock: fakeClock() });
  return { work, direct, waiting: async () => (await deliveryViews.counts()).waiting, close };
});
