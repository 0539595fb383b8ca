import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALL_BETWEEN_US, DAY, type ActorId, type AllyStanding, type Result } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { median } from "simple-statistics";
import { callDraft, centreDraft, FIRST_STAFF } from "@commonhall/testkit/network";
import type { Figure } from "./figures.ts";
import type { Limits } from "./limits.ts";
import { until } from "./measure.ts";

const ALLIES = 200;
const AWAY = ALLIES / 5;
/** How many nodes are set up at once: each needs keys and a passphrase hash. */
const AT_ONCE = 8;

interface Hall {
  readonly node: RunningNode;
  readonly centre: ActorId;
  /** `@hall7@127.0.0.1:41234` */
  readonly address: string;
}

/**
 * An urgent call to allies, from the command that publishes it to the desk of each of two hundred real nodes, over real
 * HTTP: each delivery signed for one inbox, none folded. All of them share this one thread, so what is measured is the
 * work of the whole network, one after the other.
 */
export async function benchUrgentCall(limits: Limits): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  const halls: Hall[] = [];
  try {
    await inTurns(ALLIES + 1, async (index) => void halls.push(await begin(join(folder, String(index)), index)));
    const [caller, ...allies] = halls;
    if (caller === undefined) throw new Error("Nobody calls");
    await inTurns(ALLIES, async (index) => becomeAllies(caller, allies[index] as Hall));
    // The first call makes everybody learn the caller's keys.
    await callEverybody(caller, allies);
    const here = await callEverybody(caller, allies);
    await inTurns(AWAY, async (index) => allies[index]?.node.close());
    const others = await callEverybody(caller, allies.slice(AWAY));
    return [
      ...figuresOf(`urgent call to ${ALLIES} allies`, here, limits),
      ...figuresOf(`with ${AWAY} of them away`, others, limits),
    ];
  } finally {
    await inTurns(halls.length, async (index) => halls[index]?.node.close());
    await rm(folder, { recursive: true });
  }
}

async function begin(dataFolder: string, index: number): Promise<Hall> {
  const node = await startNode({ dataFolder, listen: "127.0.0.1:0", clock: Date.now, works: true });
  const made = await node.federation.commands.setUp(centreDraft(`hall${index}`), FIRST_STAFF);
  if (!made.ok) throw new Error(made.error.type);
  return { node, centre: made.value.id, address: made.value.handle };
}

async function becomeAllies(one: Hall, other: Hall): Promise<void> {
  done(await one.node.federation.allies.offer(other.address, { grid: ALL_BETWEEN_US }));
  await until(async () => (await seenBy(other, one)) !== undefined);
  done(await other.node.federation.allies.accept(one.centre));
  await until(async () => (await seenBy(one, other)) === "accepted");
}

/** How `peer` stands there. */
const seenBy = async ({ node }: Hall, peer: Hall) =>
  (await node.store.allyViews.list()).find((ally) => ally.peer === peer.centre)?.state;

function done(answer: Result<AllyStanding, unknown>): void {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
}

/** Milliseconds from the command to each ally's desk. */
async function callEverybody(caller: Hall, allies: readonly Hall[]): Promise<readonly number[]> {
  const started = performance.now();
  const draft = callDraft({ audience: { type: "allies" }, expires: Date.now() + DAY });
  const published = await caller.node.federation.commands.publishCall(draft, "first");
  if (!published.ok) throw new Error(published.error.type);
  const { id } = published.value;
  const times = new Map<Hall, number>();
  const look = async (ally: Hall): Promise<void> => {
    if (!times.has(ally) && (await ally.node.store.objectViews.get(id)) !== undefined) {
      times.set(ally, performance.now() - started);
    }
  };
  const ends = allies.map((ally) => ally.node.store.onChange(() => void look(ally)));
  await until(() => times.size === allies.length, 120_000);
  for (const end of ends) end();
  return [...times.values()];
}

function figuresOf(name: string, times: readonly number[], limits: Limits): Figure[] {
  const signed = { name: "RSA-2048 signatures", value: limits.rsaSigns };
  const worst = Math.max(...times);
  return [
    { name: `${name}: median`, value: median([...times]), unit: "ms" },
    { name: `${name}: worst`, value: worst, unit: "ms" },
    { name: `${name}: calls at desks`, value: (times.length * 1000) / worst, unit: "/s", against: signed },
  ];
}

async function inTurns(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
