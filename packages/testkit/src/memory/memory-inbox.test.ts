import { inboxQueueContract } from "../contracts/index.ts";
import { fakeClock } from "../fake-clock.ts";
import { memoryInbox } from "./memory-inbox.ts";

inboxQueueContract("memory", async () => {
  const clock = fakeClock();
  const { inbox, verdicts, forget } = memoryInbox();
  return {
    clock,
    inbox,
    settle: (sequence, verdict) => verdicts.settle([sequence], verdict),
    sweep: async () => forget(clock()),
    close: async () => {},
  };
});
