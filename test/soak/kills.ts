import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE, trusted } from "@commonhall/domain";
import { seededRandom } from "@commonhall/testkit";
import { crowd, type Crowd, type Delivery } from "@commonhall/testkit/network";
import Sqlite from "better-sqlite3";
import { tell } from "../tell.ts";
import { Visitor } from "../visitor.ts";
import { FILES } from "./growth.ts";
import { soakedNode, type SoakedNode } from "./soaked-node.ts";

export interface KillsOptions {
  readonly lives: number;
  readonly seed: number;
  readonly onLife?: (life: number) => void;
}

export interface Kills {
  /** What is wrong, in sentences; none where nothing is. */
  readonly faults: readonly string[];
  readonly published: number;
  readonly accepted: number;
  readonly told: number;
  /** Deliveries that came a second time because the machine stopped before it could note the first. */
  readonly repeated: number;
}

const ALLIES = 12;
const PAUSE = 20;
/** Longer than any lease, so that what one life held is free in the next. */
const BETWEEN_LIVES = 5 * MINUTE;
/** Milliseconds; one in four is long enough for a worker to get a code while so much else goes on. */
const longestLife = (life: number): number => (life % 4 === 3 ? 6000 : 1500);

/**
 * A node that is killed in the middle of everything, at a random moment of each of its lives; its files are copied as they
 * lie there, and the next life is another folder's. What it had said yes to has to be in every copy.
 */
export async function killAndCopy({ lives, seed, onLife }: KillsOptions): Promise<Kills> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-kills-"));
  const random = seededRandom(seed);
  let life = 0;
  const clock = () => Date.now() + life * BETWEEN_LIVES;
  await using others = await crowd(ALLIES, { clock });
  const ledger: Ledger = { published: new Set(), accepted: new Set(), told: 0, settled: new Map(), faults: [] };
  const at = (number: number) => join(folder, `life-${number}`);
  let listen = "127.0.0.1:0";
  let node: SoakedNode | undefined;
  try {
    for (; life < lives; life += 1) {
      node = await soakedNode({ dataFolder: at(life), listen, start: clock(), byItself: true });
      listen = new URL(node.origin).host;
      if (life === 0) await begin(node, others);
      await isBusy(node, others, ledger, { life, lasts: random() * longestLife(life) });
      await copy(at(life), at(life + 1));
      inspect(at(life + 1), others, ledger);
      onLife?.(life);
    }
    node = await soakedNode({ dataFolder: at(life), listen, start: clock(), byItself: true });
    await calm(node, others, ledger);
    await node.end();
    inspect(at(life), others, ledger);
    return { ...counted(others, ledger) };
  } finally {
    await node?.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Ledger {
  /** Ids of what the node said that it has published. */
  readonly published: Set<string>;
  /** Ids of objects whose activities it answered 202. */
  readonly accepted: Set<string>;
  /** How many workers were given a code. */
  told: number;
  /** Deliveries that a copy says are done, and how often each had come by then: these may never come again. */
  readonly settled: Map<string, number>;
  readonly faults: string[];
}

async function begin(node: SoakedNode, others: Crowd): Promise<void> {
  const centre = trusted.actor(await node.make({ do: "set up" }));
  await others.follow(centre);
  for (const actor of others.actors) await node.tell({ do: "meet", actor });
  await others.until(() => others.got("Accept").every(({ length }) => length > 0));
}

/** Publishing, arrivals and a worker at once, until the machine stops. */
async function isBusy(
  node: SoakedNode,
  others: Crowd,
  ledger: Ledger,
  { life, lasts }: { readonly life: number; readonly lasts: number },
): Promise<void> {
  const stop = new AbortController();
  const until = async (work: (number: number) => Promise<unknown>): Promise<void> => {
    try {
      for (let number = 0; !stop.signal.aborted; number += 1) await work(number);
    } catch (error) {
      // Whoever was talking to a machine that stopped hears no more of it.
      if (!stop.signal.aborted) throw error;
    }
  };
  const all = [
    until(async (number) => {
      ledger.published.add(await node.make({ do: "post", text: `Post ${number} of life ${life}` }));
      // As quickly as it can be sent, about.
      await sleep(PAUSE);
    }),
    until(async (number) => {
      const activity = others.post(number % ALLIES, `${life}-${number}`, "<p>Owed since the spring</p>");
      const status = await others.send(number % ALLIES, `${node.origin}/inbox`, activity);
      if (status === 202) ledger.accepted.add(activity.object.id);
    }),
    until(async () => {
      await tell(new Visitor(node.origin), { happened: ["wage.unpaid"], story: "They have not paid me." });
      ledger.told += 1;
    }),
  ];
  await sleep(lasts);
  stop.abort();
  await node.kill();
  await Promise.all(all);
}

async function copy(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
  await cp(`${from}.pepper`, `${to}.pepper`);
  await rm(from, { recursive: true });
}

/** What lies in a copy: every file is whole, and holds everything that the node had said yes to before. */
function inspect(dataFolder: string, others: Crowd, ledger: Ledger): void {
  const files = FILES.map((file) => new Sqlite(join(dataFolder, file)));
  const [hall, data, keyring] = files;
  if (hall === undefined || data === undefined || keyring === undefined) throw new Error("A node has three files");
  for (const [index, file] of files.entries()) {
    const check = file.pragma("integrity_check", { simple: true });
    if (check !== "ok") ledger.faults.push(`${FILES[index]} is not whole: ${String(check)}`);
    if ((file.pragma("foreign_key_check") as unknown[]).length > 0)
      ledger.faults.push(`${FILES[index]} points nowhere`);
  }
  const objects = column(hall, "select id from object");
  const waiting = [...column(hall, "select document from inbox_item where state = 'waiting'")].join("\n");
  for (const id of ledger.published) if (!objects.has(id)) ledger.faults.push(`${id} was published and is gone`);
  for (const id of ledger.accepted) {
    if (!objects.has(id) && !waiting.includes(`"${id}"`)) ledger.faults.push(`${id} was accepted and is gone`);
  }
  const cases = column(data, "select erase_key from sealed_case");
  const keys = column(keyring, "select id from erase_key");
  if (cases.size < ledger.told) ledger.faults.push(`${ledger.told} have a code, and ${cases.size} reports are there`);
  for (const key of cases) if (!keys.has(key)) ledger.faults.push("a report has no key any more");
  const done = column(hall, DONE);
  for (const file of files) file.close();
  noteSentAgain(others, ledger, done);
}

const DONE = `select activity.id || ' ' || remote_inbox.url from delivery
  join activity on activity.sequence = delivery.activity join remote_inbox on remote_inbox.id = delivery.inbox
  where delivery.state = 'done'`;

const column = (file: Sqlite.Database, query: string): Set<string> =>
  new Set(file.prepare<[], string>(query).pluck().all());

function noteSentAgain(others: Crowd, { settled, faults }: Ledger, done: ReadonlySet<string>): void {
  const counts = countsOf(others.deliveries, others);
  for (const [one, before] of settled) {
    if ((counts.get(one) ?? 0) > before) faults.push(`what was done was sent again: ${one}`);
  }
  for (const one of [...settled.keys(), ...done]) settled.set(one, counts.get(one) ?? 0);
}

const countsOf = (deliveries: readonly Delivery[], others: Crowd): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { member, activity } of deliveries) {
    const one = `${String(activity["id"])} ${others.actors[member]}/inbox`;
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts;
};

/** Nobody kills it any more: what was begun is finished. */
async function calm(node: SoakedNode, others: Crowd, { published, faults }: Ledger): Promise<void> {
  const lacking = () => others.got("Create").flatMap((all) => without(published, all));
  await isEmpty(node);
  for (const id of new Set(lacking())) faults.push(`${id} did not reach everybody`);
  const { waiting } = await node.measure();
  if (waiting.arrivals > 0) faults.push(`${waiting.arrivals} arrivals wait for ever`);
}

/** Until nothing waits to be sent any more, or nothing of it has left for a minute. */
async function isEmpty(node: SoakedNode): Promise<void> {
  let [before, since] = [Number.POSITIVE_INFINITY, Date.now()];
  for (;;) {
    const { deliveries } = (await node.measure()).waiting;
    if (deliveries < before) [before, since] = [deliveries, Date.now()];
    if (deliveries === 0 || Date.now() - since > MINUTE) return;
    await sleep(500);
  }
}

function without(published: ReadonlySet<string>, creates: readonly Delivery[]): readonly string[] {
  const got = new Set(creates.map(({ activity }) => (activity["object"] as { readonly id: string }).id));
  return [...published].filter((id) => !got.has(id));
}

function counted(others: Crowd, { published, accepted, told, faults }: Ledger): Kills {
  const bodies = Map.groupBy(others.deliveries, ({ activity }) => activity["id"]);
  const changed = [...bodies].filter(([, all]) => new Set(all.map(({ request }) => request.body)).size > 1);
  const objects = others
    .got("Create")
    .flatMap((creates) => [
      ...Map.groupBy(creates, ({ activity }) => (activity["object"] as { readonly id: string }).id),
    ]);
  const twice = objects.filter(([, all]) => new Set(all.map(({ activity }) => activity["id"])).size > 1);
  const repeated = [...countsOf(others.deliveries, others).values()].reduce((sum, count) => sum + count - 1, 0);
  return {
    faults: [
      ...faults,
      ...changed.map(([id]) => `${String(id)} was not the same each time`),
      ...twice.map(([id]) => `${id} was told of by two activities`),
    ],
    published: published.size,
    accepted: accepted.size,
    told,
    repeated,
  };
}
