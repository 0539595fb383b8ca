import { fork, spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What a server says when it listens. */
interface Listening {
  readonly ports: readonly [number, ...number[]];
}

/** One of the little servers beside this file, and where it listens. */
export async function startServer(name: string, ...args: string[]): Promise<Listening & { child: ChildProcess }> {
  const child = fork(here(`servers/${name}.ts`), args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [{ ports }] = (await once(child, "message")) as [Listening];
  return { child, ports };
}

/** What the sink has counted, and when, in milliseconds since 1970. */
export interface Received {
  readonly received: number;
  readonly first: number;
  readonly last: number;
}

export async function askSink(child: ChildProcess): Promise<Received> {
  const answer = once(child, "message");
  child.send("how many");
  return ((await answer) as [Received])[0];
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

export interface NodeProcess {
  readonly child: ChildProcess;
  /** From the start of the process to the line `listening`. */
  readonly startedInMs: number;
  /** MiB: resident now, and the most it has been. */
  memory(): Promise<{ readonly now: number; readonly most: number }>;
}

/** As `pnpm start` and the systemd unit have it. */
const FLAGS = ["--max-semi-space-size=16"];

/** A node as it runs at a centre, in a process of its own. */
export async function startNode(environment: Readonly<Record<string, string>>): Promise<NodeProcess> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [...FLAGS, ...(process.env["BENCH_NODE_FLAGS"]?.split(" ") ?? []), here("../../apps/node/src/main.ts"), "serve"],
    {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith("listening")) break;
  const startedInMs = performance.now() - start;
  child.stdout.resume();
  return { child, startedInMs, memory: () => memoryOf(child) };
}

async function memoryOf(child: ChildProcess) {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  const mib = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { now: mib("VmRSS"), most: mib("VmHWM") };
}
