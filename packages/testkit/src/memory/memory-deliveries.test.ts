import { deliveryQueueContract } from "../contracts/index.ts";
import { fakeClock } from "../fake-clock.ts";
import { memoryDeliveries } from "./memory-deliveries.ts";

deliveryQueueContract("memory", async () => {
  const clock = fakeClock();
  return { clock, ...memoryDeliveries(clock), close: async () => {} };
});
