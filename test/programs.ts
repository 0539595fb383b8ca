import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

/** Where Debian puts programs; those of the machine's administrator are not on everybody's path. */
const FOLDERS = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin"];

export const programAt = (name: string): string | undefined =>
  FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));

/** Why something cannot be run here, where it cannot; on a build machine that is a failure and no reason to skip. */
export function whyNotRun(name: string, debianPackage: string): string | undefined {
  if (programAt(name) !== undefined) return undefined;
  const reason = `${name} is not there (Debian's package ${debianPackage})`;
  if (process.env["CI"] !== undefined) throw new Error(`${reason}, and a build must not go without it`);
  console.log(`NOT RUN: ${reason}`);
  return reason;
}

export interface Said {
  readonly code: number | null;
  readonly text: string;
}

/** Runs a program to its end; what it said on both outputs. */
export function runProgram(name: string, words: readonly string[], environment: NodeJS.ProcessEnv = process.env): Said {
  const { status, stdout, stderr, error } = spawnSync(programAt(name) ?? name, words, {
    encoding: "utf8",
    env: environment,
    maxBuffer: 32 * 1024 * 1024,
  });
  return { code: status, text: `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}` };
}

/** Waits until a node says that it listens; answers what it has said by any time. */
export async function untilListening(child: ChildProcessByStdio<null, Readable, Readable>): Promise<() => string> {
  const said = saidBy(child);
  while (!/^listening /m.test(said())) {
    if (child.exitCode !== null) throw new Error(said());
    await pause(50);
  }
  return said;
}

function saidBy(child: ChildProcessByStdio<null, Readable, Readable>): () => string {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (said += data.toString()));
  return () => said;
}

export interface Running extends AsyncDisposable {
  readonly said: () => string;
}

/** Starts a server and waits until somebody can connect to the port of this machine that it was told. */
export async function runServer(
  name: string,
  words: readonly string[],
  { port, environment }: { readonly port: number; readonly environment: NodeJS.ProcessEnv },
): Promise<Running> {
  const child = spawn(programAt(name) ?? name, words, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const tidy = () => child.kill("SIGKILL");
  process.once("exit", tidy);
  const said = saidBy(child);
  const ended = once(child, "exit");
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${said()}`);
    await pause(50);
  }
  return {
    said,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await ended;
      process.off("exit", tidy);
    },
  };
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
