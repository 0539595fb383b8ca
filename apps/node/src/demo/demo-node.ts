import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import type { Clock, Timestamp } from "@commonhall/domain";
import type { Store } from "@commonhall/store";
import { clockFrom } from "../clock.ts";
import { lineLog } from "../log.ts";
import { openData } from "../open-data.ts";
import { pepperOf } from "../vault/pepper.ts";
import type { Part } from "./cast.ts";

/** A node of the demonstration: a process of its own with a folder of its own, commanded as anybody would. */
export interface DemoNode {
  readonly part: Part;
  readonly origin: string;
  /** `@beirut@127.0.0.1:49152` */
  readonly address: string;
  /** The node's data, opened beside it as its own command line does, to look at what arrived. */
  readonly data: Store;
  readonly dataFolder: string;
  readonly clock: Clock;
  switchOff(): Promise<void>;
  /** With its clock set. */
  switchOn(at: Timestamp): Promise<void>;
  /** Runs `hall` on it; the JSON that it printed. Throws what it said where it could not. */
  hall(...words: readonly string[]): Promise<unknown>;
  /** The same, with something on its standard input. */
  hallWith(input: string, ...words: readonly string[]): Promise<unknown>;
  /** Writes a file for it and answers its path. */
  file(name: string, text: string): Promise<string>;
  end(): Promise<void>;
}

const MAIN = resolve(import.meta.dirname, "../main.ts");
const STARTS_WITHIN = 20_000;

export async function startDemoNode(part: Part, folder: string): Promise<DemoNode> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const dataFolder = join(folder, "data");
  // That of the machine, until it is set.
  let set: Clock | undefined;
  const clock: Clock = () => (set ?? Date.now)();
  const environment = () => ({
    ...bareEnvironment(),
    HALL_DATA: dataFolder,
    HALL_ORIGIN: origin,
    HALL_LISTEN: `127.0.0.1:${port}`,
    HALL_TEST_NETWORK: "1",
    ...(set === undefined ? {} : { HALL_NOW: new Date(set()).toISOString() }),
  });
  let child = await startChild(part, environment());
  let data = await openBeside(part, dataFolder, clock);
  const switchOff = async () => {
    await data.close();
    await endChild(child);
  };
  return {
    get data() {
      return data;
    },
    part,
    origin,
    address: `@${part.handle}@127.0.0.1:${port}`,
    dataFolder,
    clock,
    switchOff,
    switchOn: async (at) => {
      set = clockFrom(at);
      child = await startChild(part, environment());
      data = await openBeside(part, dataFolder, clock);
    },
    hall: (...words) => runHall(words, environment()),
    hallWith: (input, ...words) => runHall(words, environment(), input),
    file: async (name, text) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    },
    end: switchOff,
  };
}

async function openBeside({ name }: Part, dataFolder: string, clock: Clock): Promise<Store> {
  const pepper = pepperOf({ dataFolder, pepperFile: `${dataFolder}.pepper`, log: lineLog(() => {}) });
  const data = await openData({ dataFolder }, clock, pepper);
  if (!data.ok) throw new Error(`The data of ${name} cannot be opened: ${data.error.detail}`);
  return data.value;
}

/**
 * Off and on again, with the clocks of all of them set: release days cannot be waited for. The sender comes last, so that
 * whoever gets something is there when it leaves.
 */
export async function setClocks(sender: DemoNode, others: readonly DemoNode[], at: Timestamp): Promise<void> {
  await Promise.all([sender, ...others].map((node) => node.switchOff()));
  await Promise.all(others.map((node) => node.switchOn(at)));
  await sender.switchOn(at);
}

async function startChild(part: Part, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, "serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  // Should the demonstration itself break, its nodes do not stay behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.removeListener("exit", kill));
  await listening(child, part);
  return child;
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

function listening(child: ChildProcess, { name }: Part): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const late = setTimeout(() => reject(new Error(`${name} did not start in time:\n${said.join("")}`)), STARTS_WITHIN);
    const hear = (data: Buffer) => {
      said.push(data.toString());
      if (!said.join("").includes("listening ")) return;
      clearTimeout(late);
      resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", (data: Buffer) => said.push(data.toString()));
    child.once("exit", () => reject(new Error(`${name} ended:\n${said.join("")}`)));
  });
}

async function runHall(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = "",
): Promise<unknown> {
  const child = spawn(process.execPath, [MAIN, ...words, "--json"], {
    env: environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input);
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on("data", (data: Buffer) => out.push(data.toString()));
  child.stderr.on("data", (data: Buffer) => err.push(data.toString()));
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`hall ${words.join(" ")} ended with ${child.exitCode}: ${err.join("")}`);
  return JSON.parse(out.join(""));
}

/** Nothing of the settings of whoever runs the demonstration. */
function bareEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("HALL_"));
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("No port is free.");
  return address.port;
}
