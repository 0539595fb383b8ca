import { fakeClock } from "@commonhall/testkit";
import { keyValueContract } from "@commonhall/testkit/contracts";
import { openTestStore, testDatabase } from "../database/open-test-store.fixture.ts";

keyValueContract(testDatabase(), async () => {
  const clock = fakeClock();
  const { keyValue, close } = await openTestStore({ clock });
  return { clock, keyValue, close };
});
