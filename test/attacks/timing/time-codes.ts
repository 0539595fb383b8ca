import { randomInt } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import { freePort, spawnNode, type SpawnedNode } from "@commonhall/testkit/network";
import { newReceiptCode } from "@commonhall/vault";
import { atDesk, casesOf, does, unlocked } from "../../at-desk.ts";
import { comeBack, tell } from "../../tell.ts";
import { Visitor, type View } from "../../visitor.ts";

const PASSPHRASE = "seven words for a test of time";
/** Of each kind that has a case. A real one never has more than a handful of codes at hand. */
const CODES = 8;

/**
 * Milliseconds from a request with a code to the end of its answer, by what the code is: made up, of a report without
 * an answer, of one whose answer has expired. In turns by chance, from a node in a process of its own, until all requests
 * are made or it is enough.
 */
export async function timeCodes(requests: number, isEnough: (done: number, times: Times) => boolean): Promise<Times> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-timing-"));
  try {
    const { node, expired, empty } = await prepare(folder);
    await using running = node;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const worker = new Visitor(running.origin, { agent });
    const form = await worker.open("/page/code?lang=en");
    const codes = {
      wrong: () => String(newReceiptCode()),
      empty: () => empty[randomInt(empty.length)] ?? "",
      expired: () => expired[randomInt(expired.length)] ?? "",
    };
    const times = { wrong: [] as number[], empty: [] as number[], expired: [] as number[] };
    const kinds = ["wrong", "empty", "expired"] as const;
    // What a process does for the first time takes longer.
    for (let warm = 0; warm < 10; warm += 1) await ask(worker, form, codes.wrong());
    for (const code of [...expired, ...empty]) await ask(worker, form, code);
    for (let done = 1; done <= requests; done += 1) {
      const kind = kinds[randomInt(kinds.length)] ?? "wrong";
      times[kind].push(await ask(worker, form, codes[kind]()));
      if (isEnough(done, times)) break;
    }
    agent.destroy();
    return times;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Times = Readonly<Record<"wrong" | "empty" | "expired", readonly number[]>>;

async function ask(worker: Visitor, form: View, code: string): Promise<number> {
  const start = performance.now();
  const { status } = await worker.send(form, { go: "open", fill: { code } });
  const took = performance.now() - start;
  if (status !== 200) throw new Error(`The node answers ${status}`);
  return took;
}

interface Prepared {
  readonly node: SpawnedNode;
  readonly expired: readonly string[];
  readonly empty: readonly string[];
}

/** Reports are told and answered, the answers read; a fortnight passes, and others are told. */
async function prepare(folder: string): Promise<Prepared> {
  const dataFolder = join(folder, "data");
  const port = await freePort();
  const at = (days: number) =>
    spawnNode({
      dataFolder,
      port,
      environment: {
        HALL_NOW: new Date(Date.UTC(2026, 10, 2) + days * DAY).toISOString(),
        HALL_CODES_PER_MINUTE: "1000000",
      },
    });
  const before = await at(0);
  await setUp(before, folder);
  const worker = new Visitor(before.origin);
  const expired: string[] = [];
  for (let count = 0; count < CODES; count += 1) expired.push(await tell(worker, { story: `Report ${count}` }));
  const ana = await unlocked(await atDesk(new Visitor(before.origin), "ana", PASSPHRASE), PASSPHRASE);
  for (const id of await casesOf(ana)) {
    const at = `/desk/cases/${id}`;
    if ((await ana.open(at)).html.includes(`${at}/accept`)) await does(ana, at, `${at}/accept`);
    await does(ana, at, `${at}/verify`);
    await does(ana, at, `${at}/reply`, { reply: "Come on Sunday." });
  }
  for (const code of expired) await comeBack(worker, code);
  await before.end();
  const node = await at(15);
  const empty: string[] = [];
  for (let count = 0; count < CODES; count += 1) {
    empty.push(await tell(new Visitor(node.origin), { story: `Later report ${count}` }));
  }
  return { node, expired, empty };
}

async function setUp(node: SpawnedNode, folder: string): Promise<void> {
  const person = (name: string, roles: string) =>
    `  - { name: ${name}, roles: [${roles}], passphrase: ${PASSPHRASE} }\n`;
  const about = "kind: centre\nhandle: hall\nname: A hall\nsummary: A hall.\nlanguages: [en]\nstaff:\n";
  const file = join(folder, "centre.yaml");
  await writeFile(file, about + person("first", "administrator, editor") + person("ana", "caseworker"));
  const { code, err } = await node.hall("setup", file);
  if (code !== 0) throw new Error(err);
}
