import { fakeClock } from "@commonhall/testkit";
import { keyValueContract } from "@commonhall/testkit/contracts";
import { openStore } from "../open-store.ts";

keyValueContract("SQLite", async () => {
  const clock = fakeClock();
  const { keyValue, close } = await openStore({ file: ":memory:", clock });
  return { clock, keyValue, close };
});
