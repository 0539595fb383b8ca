import { messageQueueContract } from "../contracts/index.ts";
import { fakeClock } from "../fake-clock.ts";
import { memoryMessageQueue } from "./memory-message-queue.ts";

messageQueueContract("memory", async () => {
  const clock = fakeClock();
  const queues = new Map<string, ReturnType<typeof memoryMessageQueue>>();
  return {
    clock,
    queue: (name) => {
      const queue = queues.get(name) ?? memoryMessageQueue(clock);
      queues.set(name, queue);
      return queue;
    },
    close: async () => {},
  };
});
