import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execPath } from "node:process";
import { expect, test } from "vitest";
import { LOG_EVENTS } from "@commonhall/domain";
import { lineLog } from "./log.ts";
import { tellCrash } from "./tell-crash.ts";

const SAID = "Meet me at noon";

test("of a crash the kind and the way are told, and no word of its message, whatever it was made of", () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const cause = new Error(SAID);
  for (const error of [
    new TypeError(SAID),
    new Error(`${SAID}\n    at ${SAID} (x)`, { cause }),
    SAID,
    new AggregateError([cause], SAID),
  ]) {
    tellCrash(error, lineLog(write), write);
  }
  expect(lines.join("")).toMatch(/^error the program broke error=TypeError at .*tell-crash\.test\.ts/);
  expect(lines.join("")).not.toContain(SAID);
});

test.each([
  "throw error",
  "void Promise.reject(error)",
  "setTimeout(() => { throw error; })",
  "await Promise.reject(error)",
])("the program itself writes no more than that, when nobody catches: %s", async (crash) => {
  // It breaks as soon as the program listens for that.
  const folder = await mkdtemp(join(tmpdir(), "commonhall-crash-"));
  const main = resolve(import.meta.dirname, "main.ts");
  const broken = join(folder, "break.mjs");
  await writeFile(
    broken,
    `const error = new RangeError(${JSON.stringify(SAID)});
const waits = setInterval(async () => {
  if (process.listenerCount("uncaughtException") === 0) return;
  clearInterval(waits);
  ${crash};
}, 1);
`,
  );
  const child = spawn(execPath, ["--import", broken, main, "--version"]);
  let told = "";
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  const [code] = await once(child, "close");
  expect(code).toBe(1);
  expect(told).toMatch(/^error the program broke error=RangeError/m);
  expect(told).not.toContain(SAID);
  await rm(folder, { recursive: true });
});

test("events are told once each, in order, and say nothing that changes", () => {
  expect(LOG_EVENTS).toEqual([...new Set(LOG_EVENTS)].toSorted());
  for (const event of LOG_EVENTS) expect(event).toMatch(/^[a-z][a-z ,:']+$/);
});
