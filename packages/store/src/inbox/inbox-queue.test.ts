import { fakeClock } from "@commonhall/testkit";
import { inboxQueueContract } from "@commonhall/testkit/contracts";
import { openTestStore, testDatabase } from "../database/open-test-store.fixture.ts";

inboxQueueContract(testDatabase(), async () => {
  const clock = fakeClock();
  const { inbox, work, sweep, close } = await openTestStore({ clock });
  return {
    clock,
    inbox,
    settle: (sequence, verdict) => work.run((rooms) => rooms.inbox.settle([sequence], verdict)),
    sweep,
    close,
  };
});
