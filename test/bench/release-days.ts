import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { coinsFrom, DEFAULT_POLICY, simulate, type Case } from "@commonhall/anonymity";
import { makeCaseload } from "@commonhall/anonymity/caseloads";
import { region } from "@commonhall/domain";
import type { Figure } from "./figures.ts";
import { milliseconds } from "./measure.ts";

const [FEW, SOME, MANY] = [1000, 10_000, 100_000];
const YEARS = 4;
const [COUNTRY, UNTIL] = ["QA", "2028-02"];

/** Row A6: sixteen quarters of a centre's cases, in this process and as the command does it with files. */
export async function benchReleaseDays(): Promise<Figure[]> {
  const times = [];
  let largest: readonly Case[] = [];
  for (const count of [FEW, SOME, MANY]) {
    largest = caseloadOf(count);
    times.push(await microsecondsPerCase(largest));
  }
  const [few = 0, some = 0, many = 0] = times;
  const { ms, mib } = await runCommand(largest);
  const each = (count: number, value: number): Figure => ({
    name: `release days, a case of ${count.toLocaleString("en")}`,
    value,
    unit: "µs",
    ...(count === FEW ? {} : { against: { name: `of ${FEW.toLocaleString("en")}`, value: few }, aim: { atMost: 1.5 } }),
  });
  return [
    each(FEW, few),
    each(SOME, some),
    each(MANY, many),
    {
      name: `hall bulletins simulate, ${MANY.toLocaleString("en")} cases`,
      value: ms,
      unit: "ms",
      aim: { atMost: 10_000 },
    },
    { name: "the most memory that it held", value: mib, unit: "MiB", aim: { atMost: 500 } },
  ];
}

function caseloadOf(count: number): readonly Case[] {
  const bits = coinsFrom(Buffer.from("the same caseload in every run"))([String(count)]);
  const centres = [{ node: "n1", casesPerYear: count / YEARS }];
  return makeCaseload({ centres, year: 2024, months: 12 * YEARS }, () => bits.below(2 ** 30) / 2 ** 30);
}

async function microsecondsPerCase(cases: readonly Case[]): Promise<number> {
  const country = region(COUNTRY);
  if (country === undefined) throw new Error("There is no such country");
  const work = async () => simulate(cases, { country, until: UNTIL, seed: 7, policy: DEFAULT_POLICY, pooled: false });
  const runs = [];
  for (let turn = 0; turn < 3; turn++) runs.push(await milliseconds(work));
  return (Math.min(...runs) * 1000) / cases.length;
}

/** The best of three in time, the worst in memory. */
async function runCommand(cases: readonly Case[]): Promise<{ readonly ms: number; readonly mib: number }> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  try {
    const file = join(folder, "cases.jsonl");
    await writeFile(file, cases.map(({ mainAbuse: _, ...one }) => `${JSON.stringify(one)}\n`).join(""));
    const runs = [];
    for (let turn = 0; turn < 3; turn++) runs.push(await runOnce(file, folder));
    return { ms: Math.min(...runs.map(({ ms }) => ms)), mib: Math.max(...runs.map(({ mib }) => mib)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const MAIN = fileURLToPath(new URL("../../apps/node/src/main.ts", import.meta.url));

async function runOnce(caseload: string, folder: string): Promise<{ readonly ms: number; readonly mib: number }> {
  const words = ["--caseload", caseload, "--country", COUNTRY, "--until", UNTIL, "--seed", "7"];
  const files = ["--out", join(folder, "out.jsonl"), "--audit", join(folder, "audit.jsonl")];
  const start = performance.now();
  const child = spawn(process.execPath, [MAIN, "bulletins", "simulate", ...words, ...files], { stdio: "ignore" });
  const ended = once(child, "exit");
  let most = 0;
  while (child.exitCode === null && child.signalCode === null) {
    most = Math.max(most, await mostMemory(child.pid));
    await Promise.race([ended, sleep(20)]);
  }
  if (child.exitCode !== 0) throw new Error(`hall bulletins simulate ended with ${child.exitCode}`);
  return { ms: performance.now() - start, mib: most };
}

/** Nothing where the process has just ended. */
async function mostMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
