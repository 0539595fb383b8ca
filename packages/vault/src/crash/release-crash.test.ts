import { spawn } from "node:child_process";
import { appendFile, cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DAY } from "@commonhall/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileSealer } from "../files/seal-files.ts";
import { openVault } from "../open-vault.ts";
import { LIGHT, PEPPER } from "../testing/light-core.ts";
import { newRegisterId } from "../ids.ts";
import { openBox } from "../keys/boxes.ts";
import { readItems } from "../release/release-items.ts";
import { openRecords } from "../release/run-engine.ts";
import {
  coreOf,
  DAY_OF_RELEASE,
  made,
  officerIn,
  type ReleaseHall,
  releaseHall,
  type Reported,
  signAll,
} from "../testing/release-hall.ts";
import { temporaryFolder, type TemporaryFolder } from "../testing/temporary-folder.ts";

const PROGRAM = fileURLToPath(new URL("release-until-killed.ts", import.meta.url));

let hall: ReleaseHall;
let copies: TemporaryFolder;
let living: readonly Reported[];
/** What leaves where nothing ends in between. */
let whole: readonly string[];
let statements: number;

beforeAll(async () => {
  hall = await releaseHall();
  copies = await temporaryFolder();
  await hall.records(27);
  const person = newRegisterId();
  living = [await hall.report({ coding: { person } }), await hall.report({ coding: { person } }), await hall.report()];
  await made(hall);
  await signAll(hall);
  const { folder, store } = await copy("whole");
  statements = Number((await run(folder, store)).said);
  whole = await linesOf(store);
});
afterAll(async () => {
  await hall[Symbol.asyncDispose]();
  await copies[Symbol.asyncDispose]();
});

async function copy(name: string): Promise<{ readonly folder: string; readonly store: string }> {
  const folder = join(copies.path, name);
  await cp(hall.folder, folder, { recursive: true });
  const store = join(copies.path, `${name}.store`);
  await writeFile(store, "");
  return { folder, store };
}

const linesOf = async (store: string): Promise<readonly string[]> =>
  (await readFile(store, "utf8")).split("\n").filter(Boolean).toSorted();

async function run(
  folder: string,
  store: string,
  deadAt = 0,
): Promise<{ readonly said: string; readonly signal: unknown }> {
  const child = spawn(process.execPath, [PROGRAM, folder, store, `${DAY_OF_RELEASE}`, `${deadAt}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (bytes) => (said += String(bytes)));
  const signal = await new Promise((resolve) => child.on("close", (_code, by) => resolve(by)));
  return { said, signal };
}

test("wherever the process was killed, the same leaves once, and everybody in it is marked and nobody is left to release", async () => {
  expect(whole).toHaveLength(3);
  expect(statements).toBeGreaterThan(50);
  const step = Math.max(1, Math.floor(statements / 8));
  for (let deadAt = 1; deadAt < statements; deadAt += step) {
    const { folder, store } = await copy(`${deadAt}`);
    expect([deadAt, (await run(folder, store, deadAt)).signal]).toEqual([deadAt, "SIGKILL"]);
    // Nothing that left was changed on the way; what had not left yet leaves now.
    for (const line of await linesOf(store)) expect(whole).toContain(line);
    await goOn(folder, store);
    expect([deadAt, await linesOf(store)]).toEqual([deadAt, whole]);
    await expectNobodyLeft(deadAt, folder);
  }
});

/** The program starts again. */
async function goOn(folder: string, store: string): Promise<void> {
  const files = fileSealer({ cleanImage: async () => undefined });
  const clock = () => DAY_OF_RELEASE;
  await using vault = await openVault({
    folder,
    clock,
    pepper: PEPPER,
    stretching: LIGHT,
    files,
    alarm: () => undefined,
  });
  for (const { id, payload } of await vault.outlet.offered()) {
    const line = JSON.stringify({ id, payload });
    if (!(await linesOf(store)).includes(line)) await appendFile(store, `${line}\n`);
    await vault.outlet.confirm(id);
  }
}

async function expectNobodyLeft(deadAt: number, folder: string): Promise<void> {
  await using core = await coreOf(folder, () => DAY_OF_RELEASE + DAY);
  const pia = await officerIn(core, "pia");
  const box = await openBox(core, pia, "coding");
  const opened = await openRecords(core, box!, null);
  if (opened === "changed") throw new Error(`The file looks changed after ${deadAt}`);
  expect([deadAt, opened.records.length]).toEqual([deadAt, 0]);
  for (const { id, coding } of living) {
    expect(opened.released).toContain(id);
    if (coding.person !== undefined) expect(opened.released).toContain(coding.person);
  }
  const items = await readItems(core);
  expect([deadAt, ...items.map(({ state }) => state)]).toEqual([deadAt, "out", "out", "out"]);
  expect(items.flatMap(({ members, others }) => [...members, ...others])).toEqual([]);
}
