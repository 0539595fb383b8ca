import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { trusted } from "@commonhall/domain";
import { startNode, stop } from "./child.ts";
import type { Figure } from "./figures.ts";
import { median } from "./measure.ts";
import { arrive, meet, prepareNode, type PreparedNode } from "./prepare-node.ts";

/** Three staff, fifty allies, ten thousand objects. */
export const prepareFullNode = (folder: string): Promise<PreparedNode> =>
  prepareNode({ dataFolder: folder }, async (node, centre) => {
    for (let i = 0; i < 50; i++) {
      const id = trusted.actor(`http://127.0.0.1:9/users/${i}`);
      await meet(node, centre, { id, inbox: `${id}/inbox` }, { followsUs: true, isFollowed: true });
      await arrive(node, id, 200);
    }
  });

/** Row N2: three staff, fifty allies, ten thousand objects. How soon it listens, and what it holds when nothing happens. */
export async function benchStartAndMemory(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  try {
    const prepared = await prepareFullNode(folder);
    const starts: number[] = [];
    for (let i = 0; i < 5; i++) {
      const node = await startNode(prepared.environment);
      starts.push(node.startedInMs);
      await stop(node.child);
    }
    const node = await startNode(prepared.environment);
    await fetch(`${prepared.origin}/`).then((answer) => answer.text());
    await sleep(8000);
    const { now } = await node.memory();
    await stop(node.child);
    return [
      { name: "start to `listening`", value: median(starts), unit: "ms" },
      { name: "memory when idle", value: now, unit: "MiB", aim: { atMost: 200 } },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
