import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";

/** A node as an operating system runs it, so that a test can kill it as an operating system does. */
export interface SpawnedNode extends AsyncDisposable {
  readonly origin: string;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly process: ChildProcess;
  /** What it said so far, for a message when something fails. */
  readonly said: () => string;
  /** SIGKILL: no handler, no farewell. */
  kill(): Promise<void>;
  /** SIGTERM, as a supervisor does that kills what has not ended ten seconds later. Answers the code with which it ended, null where it was killed. */
  end(): Promise<number | null>;
  /** Runs `hall` on the node's data; what it printed as JSON. */
  hall(...words: readonly string[]): Promise<HallAnswer>;
}

export interface HallAnswer {
  readonly code: number | null;
  readonly json: unknown;
  readonly out: string;
  readonly err: string;
}

export interface SpawnOptions {
  readonly dataFolder: string;
  /** A port that is free, unless told. */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export const MAIN = resolve(import.meta.dirname, "../../../../apps/node/src/main.ts");

/** Starts `hall serve` and waits until it says that it listens. */
export async function spawnNode({ dataFolder, port, environment = {} }: SpawnOptions): Promise<SpawnedNode> {
  const chosen = port ?? (await freePort());
  const origin = `http://127.0.0.1:${chosen}`;
  const settings = {
    HALL_DATA: dataFolder,
    HALL_ORIGIN: origin,
    HALL_LISTEN: `127.0.0.1:${chosen}`,
    HALL_TEST_NETWORK: "1",
    ...environment,
  };
  const child = spawn(process.execPath, [MAIN, "serve"], {
    env: { ...bareEnvironment(), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Should the test itself break, its node does not stay behind.
  const tidy = () => child.kill("SIGKILL");
  process.once("exit", tidy);
  child.once("exit", () => process.off("exit", tidy));
  const said: string[] = [];
  child.stderr.on("data", (data: Buffer) => said.push(data.toString()));
  await listening(child, said);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, "exit");
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await exited;
    clearTimeout(late);
    return child.exitCode;
  };
  return {
    origin,
    dataFolder,
    environment: settings,
    process: child,
    said: () => said.join(""),
    kill: async () => void (await end("SIGKILL")),
    end: () => end("SIGTERM"),
    hall: (...words) => runHall([...words, "--json"], settings),
    [Symbol.asyncDispose]: async () => void (await end("SIGKILL")),
  };
}

/** Resolves at the line `listening …`, or `working for …`; rejects where the process ends before. */
function listening(child: ChildProcess, said: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (data: Buffer) => {
      text += data.toString();
      said.push(data.toString());
      if (/^(?:listening|working for) /m.test(text)) resolve();
    });
    child.once("exit", (code) =>
      reject(new Error(`The node ended with ${code} before it listened:\n${said.join("")}`)),
    );
  });
}

/** Runs the command line to its end. */
export async function runHall(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<HallAnswer> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...bareEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on("data", (data: Buffer) => out.push(data.toString()));
  child.stderr.on("data", (data: Buffer) => err.push(data.toString()));
  await once(child, "close");
  const text = out.join("");
  return {
    code: child.exitCode,
    json: words.includes("--json") && text !== "" ? JSON.parse(text) : undefined,
    out: text,
    err: err.join(""),
  };
}

/** What a process needs of ours, and none of our settings. */
function bareEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
