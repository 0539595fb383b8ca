import { fakeClock } from "@commonhall/testkit";
import { inboxQueueContract } from "@commonhall/testkit/contracts";
import { openStore } from "../open-store.ts";

inboxQueueContract("SQLite", async () => {
  const clock = fakeClock();
  const { inbox, work, sweep, close } = await openStore({ file: ":memory:", clock });
  return {
    clock,
    inbox,
    settle: (sequence, verdict) => work.run((rooms) => rooms.inbox.settle([sequence], verdict)),
    sweep,
    close,
  };
});
