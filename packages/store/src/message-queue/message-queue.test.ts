import { fakeClock } from "@commonhall/testkit";
import { messageQueueContract } from "@commonhall/testkit/contracts";
import { testMessageQueue } from "@fedify/testing";
import { test } from "vitest";
import { openTestStore, testDatabase } from "../database/open-test-store.fixture.ts";

messageQueueContract(testDatabase(), async () => {
  const clock = fakeClock();
  const { queue, close } = await openTestStore({ clock });
  return { clock, queue, close };
});

test("Fedify's own suite for message queues passes", async () => {
  await using store = await openTestStore({ clock: Date.now });
  await testMessageQueue(
    () => store.queue("fedify"),
    async ({ controller }) => controller.abort(),
    { testOrderingKey: true },
  );
}, 60_000);
