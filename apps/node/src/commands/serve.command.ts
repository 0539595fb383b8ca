import { whatBroke } from "@commonhall/domain";
import type { Command } from "commander";
import { lineLog } from "../log.ts";
import type { Settings } from "../settings.ts";
import { clockFrom } from "../clock.ts";
import { print, type Io } from "./hall-command.ts";
import { couldNot, wrong } from "./outcome.ts";
import { startRefusedSentence } from "./refusals.ts";
import { brokenSentence } from "./system-refusals.ts";

export interface Signals {
  /** Calls the listener when the process is asked to end. */
  onEnd(listener: () => void): void;
}

export function addServe(program: Command, io: Io, signals: Signals, exit: (code: number) => void): void {
  program
    .command("serve")
    .description("run the node until it is told to end")
    .option("--clock-is-right", "start although the machine's clock shows a time far from when the node ran last")
    .action(async ({ clockIsRight }: { readonly clockIsRight?: boolean }) =>
      exit(await serveUntilEnd(io, signals, clockIsRight === true)),
    );
}

async function serveUntilEnd(io: Io, signals: Signals, clockIsRight: boolean): Promise<number> {
  const { readSettings } = await import("../settings.ts");
  const read = readSettings(io.environment);
  if (!read.ok) return print(io, wrong(...read.error), false);
  const { settings, warnings } = read.value;
  for (const warning of warnings) io.err(`${warning}\n`);
  const ended = new Promise<void>((resolve) => signals.onEnd(resolve));
  const log = lineLog(io.err);
  // What only looks something up does without the server and the pages.
  const { serve } = await import("../serve.ts");
  const clock = clockFrom(settings.now);
  const starting = serve({ ...settings, clock, clockIsRight, log, random: Math.random, works: true });
  const node = await starting.catch((error: unknown) => {
    const sentence = brokenSentence(error, settings);
    if (sentence === undefined) throw error;
    return sentence;
  });
  if (typeof node === "string") return print(io, couldNot(node), false);
  if (!node.ok) return print(io, couldNot(startRefusedSentence(node.error)), false);
  const { origin, setUpUrl, broken, close } = node.value;
  // In one piece, so that whoever waits for the first line has the second.
  io.out(
    `${settings.role === "work" ? "working for" : "listening"} ${origin}\n${setUpUrl === undefined ? "" : `Set up your centre at ${setUpUrl}\n`}`,
  );
  for (const remark of settings.role === "work" ? [] : remarks(settings, origin)) io.err(`${remark}\n`);
  const broke = await Promise.race([ended, broken.catch((error: unknown) => errorOf(error))]);
  await close();
  if (!(broke instanceof Error)) return 0;
  log.error("the work behind the pages broke off", { error: whatBroke(broke) });
  return 1;
}

const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function remarks({ listen, testNetwork }: Settings, origin: string): string[] {
  const { hostname, port, protocol } = new URL(origin);
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const elsewhere = listen.type === "tcp" && here && Number(port === "" ? 80 : port) !== listen.port;
  return [
    ...(testNetwork ? ["This is a test network: http and private addresses are accepted (HALL_TEST_NETWORK=1)."] : []),
    ...(protocol === "http:" && here && !testNetwork
      ? [`${origin} is reached from this machine only. To federate, set HALL_ORIGIN to the node's https address.`]
      : []),
    ...(elsewhere && listen.type === "tcp"
      ? [
          `The node listens on port ${listen.port}, but its address is ${origin} (HALL_ORIGIN): without a proxy between, its pages lead elsewhere.`,
        ]
      : []),
  ];
}
