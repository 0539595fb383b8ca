import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { err, ok } from "@commonhall/domain";
import type { BackupWanted, Vault } from "@commonhall/vault";
import { fakeClock } from "@commonhall/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backUpNode } from "./back-up-node.ts";
import { lastBackup } from "./last-backup.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "hall-backup-"));
  await mkdir(join(root, "data", "vault"), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const clock = fakeClock(Date.UTC(2026, 10, 22));

/** A node whose vault writes what it is told, and whose settings are a map. */
function node(backUp: Vault["backUp"], size = 0) {
  const kept = new Map<string, string>();
  const settings = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: string) => void kept.set(key, value),
  };
  const store = { snapshot: () => Promise.reject(new Error("nobody asks")), size: async () => size };
  const wanted = {
    dataFolder: join(root, "data"),
    folder: join(root, "copies"),
    clock,
    vault: { backUp },
    store,
    settings,
  };
  return { settings, run: () => backUpNode(wanted) };
}

const writes =
  (text: string): Vault["backUp"] =>
  async ({ data = "", keyring = "", store }: BackupWanted) => {
    for (const file of [data, keyring, store?.file ?? ""]) await writeFile(file, text, { flag: "wx" });
    return ok({ backup: "one", made: clock(), program: "1" });
  };

async function contents(): Promise<readonly string[]> {
  const names = await readdir(join(root, "copies"));
  return Promise.all(
    names.toSorted().map(async (name) => `${name} ${await readFile(join(root, "copies", name), "utf8")}`),
  );
}

const FILES = ["node-store-2026-11-22.sealed", "vault-data-2026-11-22.sealed", "vault-keyring.sealed"];
const all = (text: string) => FILES.map((name) => `${name} ${text}`);

test("the files of before stay until all new ones are whole, whatever stops them", async () => {
  const first = node(writes("first"));
  expect(await lastBackup(first.settings)).toBeUndefined();
  expect(await first.run()).toMatchObject({ ok: true, value: { made: clock() } });
  expect(await contents()).toEqual(all("first"));
  expect(await lastBackup(first.settings)).toBe(clock());

  const full = Object.assign(new Error("full"), { code: "ENOSPC" });
  const broken = node(async (wanted) => {
    await writeFile(wanted.data ?? "", "half");
    throw full;
  });
  await expect(broken.run()).rejects.toBe(full);
  expect(await lastBackup(broken.settings)).toBeUndefined();
  expect(await node(async () => err({ type: "no recovery key" })).run()).toEqual(err({ type: "no recovery key" }));
  expect(await contents()).toEqual(all("first"));

  // What one that was killed left is in nobody's way.
  await writeFile(join(root, "copies", `${FILES[0]}.part`), "half");
  expect(await node(writes("second")).run()).toMatchObject({ ok: true });
  expect(await contents()).toEqual(all("second"));
});

test("a disk that cannot hold it is told of before anything is written", async () => {
  const refused = await node(() => Promise.reject(new Error("begun")), Number.MAX_SAFE_INTEGER / 4).run();
  expect(refused).toMatchObject({ ok: false, error: { type: "no room", needed: expect.any(Number) } });
  expect(await contents()).toEqual([]);
});
