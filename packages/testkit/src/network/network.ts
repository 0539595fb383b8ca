import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOUR, type Approvals, type Duration, type StaffDraft, type Timestamp } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { centreDraft, FIRST_STAFF } from "./drafts.ts";
import { fakeClock, type FakeClock } from "../fake-clock.ts";
import { seededRandom } from "../seeded-random.ts";
import { testNode, type TestNode } from "./test-node.ts";

/** Real nodes in one process that talk over real HTTP on loopback, each with its own folder, all by one clock. */
export interface Network extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly nodes: readonly TestNode[];
  /** Everything that is due is done, on every node that runs, until nothing is left to do at this time. */
  settle(): Promise<void>;
  /** Lets time pass, with everything done when it falls due. */
  pass(duration: Duration): Promise<void>;
}

/** Sunday 22 November 2026, eight in the morning, UTC. */
export const START: Timestamp = Date.UTC(2026, 10, 22, 8);

/**
 * `await using net = await network(["beirut", "hongKong"]); const { beirut, hongKong } = net;`
 * Each node has a centre of its name.
 */
export async function network<const Names extends readonly string[]>(
  names: Names,
  options: NetworkOptions = {},
): Promise<Network & Record<Names[number], TestNode>> {
  const clock = fakeClock(START);
  const random = seededRandom(7);
  const folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  const nodes = await Promise.all(names.map((name) => begin(name, join(folder, name), { clock, random, ...options })));
  const named = Object.fromEntries(nodes.map((node) => [node.name, node])) as Record<Names[number], TestNode>;
  const settle = () => settleAll(nodes);
  return {
    ...named,
    clock,
    nodes,
    settle,
    pass: async (duration) => {
      const until = clock() + duration;
      await settle();
      while (clock() < until) {
        clock.set(Math.min(until, await nextDue(nodes, clock)));
        await settle();
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(nodes.filter((node) => node.isRunning).map((node) => node.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface NetworkOptions {
  /** Of every node: where its mails go. */
  readonly mail?: Parameters<typeof startNode>[0]["mail"];
  /** Whose signatures let bulletins out of any of them. */
  readonly approvals?: Approvals;
  /** Where each has its store: the address of a database of its own, or undefined for its folder. */
  readonly newDatabase?: () => Promise<string | undefined>;
  /** Who works at each desk; otherwise one, for everything but what is sealed. */
  readonly staff?: readonly StaffDraft[];
}

interface Shared extends NetworkOptions {
  readonly clock: FakeClock;
  readonly random: () => number;
}

async function begin(
  name: string,
  dataFolder: string,
  { staff, mail, approvals, newDatabase, ...shared }: Shared,
): Promise<TestNode> {
  const database = await newDatabase?.();
  const options = {
    dataFolder,
    ...(database === undefined ? {} : { database }),
    ...shared,
    ...(mail === undefined ? {} : { mail }),
    ...(approvals === undefined ? {} : { approvals }),
  };
  const first = await startNode({ ...options, listen: "127.0.0.1:0" });
  const handle = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const made = await first.federation.commands.setUp(centreDraft(handle, name), staff ?? FIRST_STAFF);
  if (!made.ok) throw new Error(`${name} cannot be set up: ${made.error.type}`);
  const { origin } = first;
  // It comes back where it was: its ids begin with the port.
  const start = () => startNode({ ...options, listen: new URL(origin).host, origin });
  const { handle: address, id } = made.value;
  return testNode({ name, handle: address, id, origin, dataFolder, database, start, first });
}

/** Each drain may give another node something to do, so they take turns until a whole turn has changed nothing. */
async function settleAll(nodes: readonly TestNode[]): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const running = nodes.filter((node) => node.isRunning).map((node) => node.running);
    const changes = running.map(watch);
    await Promise.all(running.map((node) => node.federation.drain()));
    if (!changes.map((change) => change.end()).includes(true)) return;
  }
  throw new Error(`The network is still busy after ${MOST_TURNS} turns`);
}

const MOST_TURNS = 500;

function watch(node: RunningNode): { end(): boolean } {
  let changed = false;
  const stop = node.store.onChange(() => {
    changed = true;
  });
  const end = () => {
    stop();
    return changed;
  };
  return { end };
}

/** When the next delivery or arrival falls due; within the hour, for what has no such time. */
async function nextDue(nodes: readonly TestNode[], clock: FakeClock): Promise<number> {
  const now = clock();
  const dues = await Promise.all(
    nodes
      .filter((node) => node.isRunning)
      .flatMap(({ running }) => [running.store.deliveries.nextDue(), running.store.inbox.nextDue()]),
  );
  const later = dues.filter((due): due is number => due !== undefined && due > now);
  return Math.min(now + HOUR, ...later);
}
