import { spawn } from "node:child_process";
import { SECOND, type Duration } from "@commonhall/domain";

/**
 * Limits that the system holds (`ulimit`; one that it does not know is passed over): 1 GiB of memory, 20 seconds of
 * computing, no byte written to any file, no core dump. So whatever takes the program over, or blows it up, finds
 * nothing to write to, and nobody's words end up in a temporary file or a crash dump.
 */
const LIMITS = "for limit in 'd 1048576' 't 20' 'f 0' 'c 0'; do ulimit -$limit 2>/dev/null; done; exec \"$@\"";

/** What runs as script in it writes no file and starts no program. */
const OPTIONS = ["--permission", "--allow-fs-read=*", "--allow-addons", "--no-warnings", "--max-old-space-size=64"];

export interface Confined {
  /** After Node's own options: a file, or `-e` and a script. */
  readonly program: readonly string[];
  /** The whole environment: nothing of this process's own is handed on. */
  readonly environment: Readonly<Record<string, string>>;
  readonly input: Uint8Array;
  /** Bytes. */
  readonly mostOutput: number;
  readonly longestRun?: Duration;
}

/**
 * What the program writes to standard output, or undefined if it ended badly, took too long or wrote too much. What goes
 * in and comes back goes through pipes; it never touches a disk, and nobody reads what it complains of.
 */
export function runConfined(confined: Confined): Promise<Uint8Array | undefined> {
  const { program, environment, input, mostOutput, longestRun = 30 * SECOND } = confined;
  const child = spawn("/bin/sh", ["-c", LIMITS, "sh", process.execPath, ...OPTIONS, ...program], {
    env: environment,
    stdio: ["pipe", "pipe", "ignore"],
    timeout: longestRun,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    child.stdout.on("data", (piece: Buffer) => {
      length += piece.length;
      if (length > mostOutput) child.kill("SIGKILL");
      else pieces.push(piece);
    });
    // A child that has ended takes no more; what became of it is told by `close`.
    child.stdin.on("error", () => {});
    child.on("error", () => resolve(undefined));
    child.on("close", (code) => resolve(code === 0 ? Buffer.concat(pieces) : undefined));
    child.stdin.end(input);
  });
}
