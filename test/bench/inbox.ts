import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trusted } from "@commonhall/domain";
import { databaseFile } from "@commonhall/node";
import { openStore } from "@commonhall/store";
import type { JsonObject } from "@commonhall/wire";
import { Pool } from "undici";
import { startServer, stop, startNode } from "./child.ts";
import type { Figure } from "./figures.ts";
import type { Limits } from "./limits.ts";
import { throughput, until } from "./measure.ts";
import { meet, prepareNode } from "./prepare-node.ts";
import { startSender, type Sender, type SignedRequest } from "./sender.ts";
import { withLinkedDataSignature } from "./linked-data.ts";

const AT_ONCE = 16;
const ACTIVITIES = 4000;
const SLOW_ACTIVITIES = 300;
/** Each server meets so many first: what it does a thousand times a second it has compiled. */
const WARM_UP = 1500;
const SLOW_WARM_UP = 50;

/** Signed Creates over HTTP: how many a second are accepted, and how many stand in the feed, beside what bounds them. */
export async function benchInbox(limits: Limits): Promise<Figure[]> {
  const sender = await startSender();
  try {
    const echo = await rateOfEcho(sender);
    const fedify = await ratesOfFedify(sender);
    const ours = await ratesOfNode(sender, { warmUp: WARM_UP, activities: ACTIVITIES });
    const against = (name: string, value: number) => ({ name, value });
    return [
      {
        name: "inbox accepted",
        value: ours.accepted,
        unit: "/s",
        against: against("bare Hono echo", echo),
        aim: { atLeast: 0.6 },
      },
      {
        name: "inbox accepted",
        value: ours.accepted,
        unit: "/s",
        against: against("RSA-2048 verifications", limits.rsaVerifies),
      },
      {
        name: "inbox accepted",
        value: ours.accepted,
        unit: "/s",
        against: against("Fedify, proofs and LD signature", fedify.linkedData),
        aim: { atLeast: 20 },
      },
      {
        name: "inbox accepted",
        value: ours.accepted,
        unit: "/s",
        against: against("Fedify, HTTP signature and proofs", fedify.plain),
      },
      { name: "inbox processed to the feed", value: ours.processed, unit: "/s", aim: { atLeast: 1000 } },
      { name: "memory under load", value: ours.memory, unit: "MiB", aim: { atMost: 350 } },
    ];
  } finally {
    sender.close();
  }
}

async function rateOfEcho(sender: Sender): Promise<number> {
  const { child, ports } = await startServer("echo-server");
  const target = new URL(`http://127.0.0.1:${ports[0]}/inbox`);
  await post(target, await requests(sender, target, WARM_UP), 202);
  const rate = await post(target, await requests(sender, target, ACTIVITIES), 202);
  await stop(child);
  return rate;
}

/** The two bodies that Fedify meets: what our nodes send, and what Fedify itself sends by default. */
async function ratesOfFedify(sender: Sender): Promise<{ plain: number; linkedData: number }> {
  const { child, ports } = await startServer("fedify-server");
  const target = new URL(`http://127.0.0.1:${ports[0]}/inbox`);
  await post(target, await requests(sender, target, SLOW_WARM_UP, 2_000_000), 202);
  const plain = await post(target, await requests(sender, target, SLOW_ACTIVITIES), 202);
  const signed: SignedRequest[] = [];
  for (let i = 0; i < SLOW_ACTIVITIES; i++) {
    const document = await withLinkedDataSignature(sender.create(1_000_000 + i), sender);
    signed.push(await sender.request(target, document, "rfc9421"));
  }
  const linkedData = await post(target, signed, 202);
  await stop(child);
  return { plain, linkedData };
}

export async function inboxOfNode(database: string | undefined, load: Load): Promise<RatesOfNode> {
  const sender = await startSender();
  try {
    return await ratesOfNode(sender, load, database);
  } finally {
    sender.close();
  }
}

interface RatesOfNode {
  readonly accepted: number;
  readonly processed: number;
  readonly memory: number;
}

interface Load {
  readonly warmUp: number;
  readonly activities: number;
}

async function ratesOfNode(sender: Sender, { warmUp, activities }: Load, database?: string): Promise<RatesOfNode> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  try {
    const neighbour = { id: sender.centre.id, inbox: `${sender.centre.id}/inbox` };
    const prepared = await prepareNode({ dataFolder: folder, database }, (node, centre) =>
      meet(node, centre, neighbour, { isFollowed: true }),
    );
    const node = await startNode(prepared.environment);
    await using store = await openStore({
      ...(database === undefined ? { file: databaseFile(folder) } : { postgres: database }),
      clock: Date.now,
    });
    const target = new URL(`${prepared.origin}/inbox`);
    const all = await requests(sender, target, activities);
    // The first request meets the slow door, which fetches the key.
    await post(target, await requests(sender, target, 1, 2_000_000), 202);
    await post(target, await requests(sender, target, warmUp, 2_000_001), 202);
    await until(async () => (await store.inbox.depth()) === 0);
    const last = sender.create(activities - 1)["object"] as JsonObject;
    const lastId = trusted.object(last["id"] as string);
    const start = performance.now();
    const accepted = await post(target, all, 202);
    await until(async () => (await store.inbox.depth()) === 0 && (await store.objectViews.get(lastId)) !== undefined);
    const processed = (activities * 1000) / (performance.now() - start);
    const { most } = await node.memory();
    await stop(node.child);
    return { accepted, processed, memory: most };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const requests = (sender: Sender, target: URL, count: number, from = 0): Promise<SignedRequest[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => sender.request(target, sender.create(from + i), "rfc9421")));

/** Sends them all, so many at once over kept connections. Every answer must be the expected one. */
async function post(target: URL, all: readonly SignedRequest[], expected: number): Promise<number> {
  const pool = new Pool(target.origin, { connections: AT_ONCE });
  try {
    return await throughput(all.length, AT_ONCE, async (index) => {
      const request = all[index];
      if (request === undefined) return;
      const { path, headers, body } = request;
      const answer = await pool.request({ method: "POST", path, headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== expected) throw new Error(`${target.href} answered ${answer.statusCode}: ${text}`);
    });
  } finally {
    await pool.close();
  }
}
