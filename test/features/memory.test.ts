import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startNode, stop } from "../bench/child.ts";
import { prepareFullNode } from "../bench/memory.ts";

/** MiB, resident (row N2). How much less it is, `pnpm bench` measures. */
const MOST = 350;

test("with three of the staff, fifty allies and ten thousand objects a node holds less than 350 MiB", async () => {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-memory-"));
  try {
    const { environment, origin } = await prepareFullNode(folder);
    const node = await startNode(environment);
    for (const path of ["/", "/about", "/feeds", "/desk/sign-in"])
      expect([path, (await fetch(`${origin}${path}`)).status]).toEqual([path, 200]);
    const { now } = await node.memory();
    await stop(node.child);
    expect(now).toBeLessThan(MOST);
    expect(now).toBeGreaterThan(50);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
