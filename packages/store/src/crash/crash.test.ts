import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { DAY, MINUTE } from "@commonhall/domain";
import { fakeClock, objectAt, ourObject, outgoing, storedObject } from "@commonhall/testkit";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import type { DatabasePlace } from "../database/database.ts";
import { emptyPostgres } from "../database/open-test-store.fixture.ts";
import { openStore } from "../open-store.ts";

let folder: string;
let place: DatabasePlace;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  const cluster = inject("postgres");
  place = cluster === undefined ? { file: join(folder, "store.db") } : { postgres: await emptyPostgres(cluster) };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PROGRAM = fileURLToPath(new URL("work-until-killed.ts", import.meta.url));

/** Lets the process work until it falls dead at that step. Answers what it said before. */
async function dieAt(step: number, job: "publish" | "receive"): Promise<string[]> {
  const child = spawn(process.execPath, [PROGRAM, place.postgres ?? place.file, job, `${step}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const dead = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) said.push(line);
  expect(await dead).toBe("SIGKILL");
  return said;
}

/** Each place within a commit and around it, in a first one and in later ones. */
const STEPS = [1, 2, 3, 4, 14, 33];

test("state and messages are both there or both not, wherever the process was killed", async () => {
  const said: string[] = [];
  for (const step of STEPS) said.push(...(await dieAt(step, "publish")));
  await using store = await openStore({ ...place, clock: fakeClock(Date.now() + DAY) });

  for (const name of said) expect(await store.direct.objects.get(ourObject(name))).toBeDefined();
  const { items } = await store.objectViews.publications({ limit: 10_000 });
  const names = items.map(({ id }) => id.slice(ourObject("").length));
  // The commit that was under way at each kill may have come about or not.
  expect(names.length).toBeGreaterThanOrEqual(said.length);
  expect(names.length).toBeLessThanOrEqual(said.length + STEPS.length);
  for (const name of names) expect(await store.direct.outbox.get(outgoing(name).id)).toBeDefined();
  expect((await store.deliveryViews.counts()).waiting).toBe(2 * names.length);
  expect((await store.queue("tasks").getDepth()).queued).toBe(names.length);
}, 60_000);

test("what was accepted is processed once, wherever the process was killed", async () => {
  const said: string[] = [];
  for (const step of STEPS) said.push(...(await dieAt(step, "receive")));
  expect(said.filter((line) => line.startsWith("twice"))).toEqual([]);
  const clock = fakeClock(Date.now() + DAY);
  await using store = await openStore({ ...place, clock });

  for (;;) {
    const items = await store.inbox.lease(clock(), 100, MINUTE);
    if (items.length === 0) break;
    for (const { sequence, document } of items) {
      const processed = await store.direct.objects.get(objectAt("a.example", document));
      expect(processed).toBeUndefined();
      await store.work.run(async (rooms) => {
        await rooms.objects.put(storedObject(objectAt("a.example", document)));
        await rooms.inbox.settle([sequence], { type: "processed" });
      });
    }
  }
  for (const name of said) expect(await store.direct.objects.get(objectAt("a.example", name))).toBeDefined();
}, 60_000);
