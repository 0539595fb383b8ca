import { fakeClock } from "@commonhall/testkit";
import { messageQueueContract } from "@commonhall/testkit/contracts";
import { testMessageQueue } from "@fedify/testing";
import { test } from "vitest";
import { openStore } from "../open-store.ts";

messageQueueContract("SQLite", async () => {
  const clock = fakeClock();
  const { queue, close } = await openStore({ file: ":memory:", clock });
  return { clock, queue, close };
});

test("Fedify's own suite for message queues passes", async () => {
  await using store = await openStore({ file: ":memory:", clock: Date.now });
  await testMessageQueue(
    () => store.queue("fedify"),
    async ({ controller }) => controller.abort(),
    { testOrderingKey: true },
  );
}, 60_000);
