import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { languageTag, trusted, type LanguageTag } from "@commonhall/domain";
import { startNode as startHere } from "@commonhall/node";
import { askSink, startNode, startServer, stop } from "./child.ts";
import type { Figure } from "./figures.ts";
import type { Limits } from "./limits.ts";
import { until } from "./measure.ts";
import { meet, prepareNode } from "./prepare-node.ts";

const HOSTS = 1000;
const POSTS = 4;

/** Posts to followers on a thousand hosts, from the durable table: how many arrive a second. The first one warms up. */
export async function benchFanOut(limits: Limits): Promise<Figure[]> {
  const { child: sink, ports } = await startServer("sink-server", String(HOSTS), String(HOSTS));
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  try {
    const prepared = await prepareNode(folder, async (node, centre) => {
      for (const port of ports) {
        const id = trusted.actor(`http://127.0.0.1:${port}/users/a`);
        await meet(node, centre, { id, inbox: `${id}/inbox` }, { followsUs: true });
      }
      for (let i = 0; i < POSTS; i++) await publish(node, i);
    });
    const node = await startNode(prepared.environment);
    const asked = () => askSink(sink);
    await until(async () => (await asked()).received >= HOSTS * (POSTS - 1), 120_000, 100);
    const { received, first, last } = await asked();
    await stop(node.child);
    const rate = ((received - 1) * 1000) / (last - first);
    const against = { name: "RSA-2048 signatures", value: limits.rsaSigns };
    return [{ name: "fan-out to 1,000 hosts", value: rate, unit: "/s", against, aim: { atLeast: 0.5 } }];
  } finally {
    await stop(sink);
    await rm(folder, { recursive: true });
  }
}

async function publish(node: Awaited<ReturnType<typeof startHere>>, index: number): Promise<void> {
  const en = languageTag("en") as LanguageTag;
  const draft = { text: { [en]: `Fourteen of 43 have been paid. (${index})` }, tags: [], regions: [], sectors: [] };
  const published = await node.federation.commands.publishPost(draft, "first");
  if (!published.ok) throw new Error(published.error.type);
}
