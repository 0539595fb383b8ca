import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Timestamp } from "@commonhall/domain";

/** What the process in `node.child.ts` is told to do. */
export type Ask =
  | { readonly do: "set up" }
  /** To follow somebody, and to have them as an ally. */
  | { readonly do: "meet"; readonly actor: string }
  | { readonly do: "clock"; readonly to: Timestamp }
  /** All that is due. */
  | { readonly do: "work" }
  | { readonly do: "sweep"; readonly everything: boolean }
  | { readonly do: "post"; readonly text: string }
  | { readonly do: "campaign"; readonly handle: string }
  | { readonly do: "close"; readonly id: string }
  | { readonly do: "call"; readonly expires: Timestamp }
  | { readonly do: "delete"; readonly id: string }
  | { readonly do: "measure" }
  | { readonly do: "end" };

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

export interface Measured {
  /** Bytes: of the process, and what of it is in use after everything that is not has been let go of. */
  readonly resident: number;
  readonly heap: number;
  readonly waiting: { readonly deliveries: number; readonly arrivals: number; readonly tasks: number };
  /** How often each line was written to the log. */
  readonly log: Readonly<Record<string, number>>;
}

export interface SoakedNode {
  readonly origin: string;
  readonly process: ChildProcess;
  readonly tell: (ask: Ask) => Promise<void>;
  /** What it made: an id. */
  readonly make: (ask: Ask) => Promise<string>;
  readonly measure: () => Promise<Measured>;
  /** No farewell. */
  readonly kill: () => Promise<void>;
  readonly end: () => Promise<void>;
}

export interface SoakOptions {
  readonly dataFolder: string;
  /** `127.0.0.1:0` for a port that is free. */
  readonly listen: string;
  readonly start: Timestamp;
  readonly byItself?: boolean;
}

const CHILD = fileURLToPath(new URL("node.child.ts", import.meta.url));
/** As `pnpm start` has it, and so that it can be asked to let go of what it does not use. */
const FLAGS = ["--max-semi-space-size=16", "--expose-gc"];

export async function soakedNode({ dataFolder, listen, start, byItself = false }: SoakOptions): Promise<SoakedNode> {
  const words = [dataFolder, listen, String(start), byItself ? "by-itself" : "by-word"];
  const child = fork(CHILD, words, { execArgv: FLAGS, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  // Should whoever runs it break, it does not stay behind.
  const tidy = () => child.kill("SIGKILL");
  process.once("exit", tidy);
  child.once("exit", () => process.off("exit", tidy));
  const origin = textIn(await next(child));
  const ask = async (what: Ask): Promise<unknown> => {
    const answered = next(child);
    child.send(what);
    return answered;
  };
  const gone = async (ending: () => unknown): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    await ending();
    await exited;
  };
  return {
    origin,
    process: child,
    tell: async (what) => void (await ask(what)),
    make: async (what) => textIn(await ask(what)),
    measure: async () => (await ask({ do: "measure" })) as Measured,
    kill: () => gone(() => child.kill("SIGKILL")),
    end: () =>
      gone(async () => {
        await ask({ do: "end" });
        child.disconnect();
      }),
  };
}

/** What it says next; an error where it does not say anything any more. */
async function next(child: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  const exited = once(child, "exit", { signal: gone.signal }).then(() => {
    throw new Error("The node is gone");
  });
  const [answer] = (await Promise.race([once(child, "message", { signal: gone.signal }), exited])) as [Answer];
  gone.abort();
  exited.catch(() => undefined);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

function textIn(value: unknown): string {
  if (typeof value !== "string") throw new Error(`No text: ${JSON.stringify(value)}`);
  return value;
}
