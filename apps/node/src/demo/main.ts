import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CAST, PASSPHRASE } from "./cast.ts";
import { startDemoNode, type DemoNode } from "./demo-node.ts";
import { eventually } from "./seen.ts";
import { story, type Nodes } from "./story.ts";

/*
 * Four nodes on this machine that federate before one's eyes: two centres, a federation, and a stranger. Each is a
 * process of its own. Every step is looked for on the other side; with --once the nodes end, and the code is 0 only if
 * every step was seen there.
 */

const [option, ...more] = process.argv.slice(2);
if (more.length > 0 || (option !== undefined && option !== "--once")) {
  console.error("pnpm demo [--once]: nothing else is accepted.");
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), "commonhall-demo-"));
const started: DemoNode[] = [];
process.exitCode = await show(option === "--once");

async function show(once: boolean): Promise<number> {
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  try {
    const told = tell(await startAll());
    const whole = await Promise.race([told, ended.then(() => false)]);
    if (whole && !once) {
      invite();
      await ended;
    }
    return whole ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await Promise.all(started.map((node) => node.end()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function startAll(): Promise<Nodes> {
  const start = async (name: keyof typeof CAST): Promise<DemoNode> => {
    await mkdir(join(folder, name));
    const node = await startDemoNode(CAST[name], join(folder, name));
    started.push(node);
    console.log(`${node.part.name} runs at ${node.origin}`);
    return node;
  };
  const beirut = await start("beirut");
  const hongKong = await start("hongKong");
  const federation = await start("federation");
  return { beirut, hongKong, federation, stranger: await start("stranger") };
}

/** Whether every step was seen on the other side. Stops at the first that was not. */
async function tell(nodes: Nodes): Promise<boolean> {
  let steps = 0;
  for await (const step of story(nodes)) {
    const seen = await eventually(step.seen);
    if (seen === undefined) {
      console.log(`✗ ${step.told}: not seen on the other side`);
      return false;
    }
    console.log(`✓ ${step.told} → ${seen}`);
    steps += 1;
  }
  console.log(`All ${steps} steps were seen on the other side.`);
  return true;
}

function invite(): void {
  console.log("\nThe nodes keep running. Open them in a browser:");
  for (const { part, origin } of started) console.log(`  ${part.name}: ${origin}/  desk: ${origin}/desk`);
  console.log(
    `Sign in at each desk as "first", or as "second" for casework, in Beirut as "third" or "fourth" for release days, with the passphrase "${PASSPHRASE}". Their clocks show the release day. Ctrl-C ends them all.`,
  );
}
