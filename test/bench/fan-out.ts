import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { feedName, languageTag, trusted, type ActorId, type LanguageTag } from "@commonhall/domain";
import type { RunningNode } from "@commonhall/node";
import { askSink, startNode, startServer, stop } from "./child.ts";
import type { Figure } from "./figures.ts";
import type { Limits } from "./limits.ts";
import { until } from "./measure.ts";
import { meet, prepareNode } from "./prepare-node.ts";

const HOSTS = 1000;
const POSTS = 4;

/** Posts to followers on a thousand hosts, of the centre and of a feed, from the durable table: how many arrive a second. */
export async function benchFanOut(limits: Limits): Promise<Figure[]> {
  const against = { name: "RSA-2048 signatures", value: limits.rsaSigns };
  const figure = (name: string, value: number): Figure => ({ name, value, unit: "/s", against, aim: { atLeast: 0.5 } });
  return [
    figure("fan-out to 1,000 hosts", await fanOut((_, centre) => centre)),
    figure("announced by a feed to 1,000 hosts", await fanOut(makeFeed)),
  ];
}

/** The feed of everything, which tells each of its followers of a post by one Announce. It follows from its name. */
async function makeFeed({ store, origin }: RunningNode): Promise<ActorId> {
  const name = feedName({});
  const id = trusted.actor(`${origin}/feeds/${name}`);
  const keys = { rsaPrivate: "", rsaPublic: "", ed25519Private: "", ed25519Public: "" };
  await store.direct.feeds.put({ name, actor: id, made: 0, used: Date.now() });
  await store.direct.localActors.put({ id, kind: "feed", document: "", keys, created: 0 });
  return id;
}

type Followed = (node: RunningNode, centre: ActorId) => ActorId | Promise<ActorId>;

/** The first post warms up. */
export async function fanOut(followed: Followed, database?: string): Promise<number> {
  const { child: sink, ports } = await startServer("sink-server", String(HOSTS), String(HOSTS));
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  try {
    const prepared = await prepareNode({ dataFolder: folder, database }, async (node, centre) => {
      const us = await followed(node, centre);
      for (const port of ports) {
        const id = trusted.actor(`http://127.0.0.1:${port}/users/a`);
        await meet(node, us, { id, inbox: `${id}/inbox` }, { followsUs: true });
      }
      for (let i = 0; i < POSTS; i++) await publish(node, i);
    });
    const node = await startNode(prepared.environment);
    const asked = () => askSink(sink);
    await until(async () => (await asked()).received >= HOSTS * (POSTS - 1), 120_000, 100);
    const { received, first, last } = await asked();
    await stop(node.child);
    return ((received - 1) * 1000) / (last - first);
  } finally {
    await stop(sink);
    await rm(folder, { recursive: true });
  }
}

async function publish(node: RunningNode, index: number): Promise<void> {
  const en = languageTag("en") as LanguageTag;
  const draft = { text: { [en]: `Fourteen of 43 have been paid. (${index})` }, tags: [], regions: [], sectors: [] };
  const published = await node.federation.commands.publishPost(draft, "first");
  if (!published.ok) throw new Error(published.error.type);
}
