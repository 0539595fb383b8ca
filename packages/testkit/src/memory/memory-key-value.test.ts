import { keyValueContract } from "../contracts/index.ts";
import { fakeClock } from "../fake-clock.ts";
import { memoryKeyValue } from "./memory-key-value.ts";

keyValueContract("memory", async () => {
  const clock = fakeClock();
  return { clock, keyValue: memoryKeyValue(clock), close: async () => {} };
});
