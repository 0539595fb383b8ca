import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, type TestContext } from "vitest";
import { MAIN, runHall, spawnNode, type HallAnswer } from "@commonhall/testkit/network";
import { expectSentence, nodeIn, ORIGIN, postFile, postsOf, settingsOf } from "../node-in-trouble.ts";

/*
 * What a machine does to a node: full disks, disks that can only be read, files of somebody else, files cut in half, two
 * nodes on one folder, a port in use, a clock of another decade. Each gives a sentence with what to do, and nothing that
 * was kept is lost.
 */

let folder = "";
let mounted = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-bad-"));
});
afterEach(async () => {
  if (mounted !== "") execFileSync("umount", ["-l", mounted]);
  mounted = "";
  await rm(folder, { recursive: true, force: true });
});

const IS_ROOT = process.getuid?.() === 0;

/** A disk of its own, so small that it can be filled. */
function smallDisk({ skip }: TestContext, mebibytes: number): string {
  const place = join(folder, "disk");
  mkdirSync(place);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m,mode=0700`, "tmpfs", place], { stdio: "ignore" });
  } catch {
    skip("nobody but root may mount a small disk here");
  }
  mounted = place;
  return place;
}

const serve = (dataFolder: string, more: Readonly<Record<string, string>> = {}, ...words: readonly string[]) =>
  runHall(["serve", ...words], settingsOf(dataFolder, more));

describe("a full disk", () => {
  test("stops what somebody wants to say in a sentence, and the node goes on as soon as there is room", async (context) => {
    const disk = smallDisk(context, 24);
    const dataFolder = join(disk, "data");
    await nodeIn(dataFolder);
    const environment = { HALL_PEPPER_FILE: join(disk, "pepper") };
    writeFileSync(environment.HALL_PEPPER_FILE, readFileSync(`${dataFolder}.pepper`));
    chmodSync(environment.HALL_PEPPER_FILE, 0o600);
    await using node = await spawnNode({
      dataFolder,
      environment: { ...environment, HALL_ORIGIN: ORIGIN },
    });
    const filling = join(disk, "filling");
    expect(() => writeFileSync(filling, Buffer.alloc(24 << 20))).toThrow("ENOSPC");
    const refused = await node.hall("publish", await postFile(folder, "Three ".repeat(2000)));
    expectSentence(refused, /no room left on the disk/, /Make room, then do the same again/);
    expect((await fetch(`${node.origin}/healthz`)).status).toBe(200);
    await rm(filling);
    expect(await node.hall("publish", await postFile(folder, "Three"))).toMatchObject({ code: 0 });
    const page = await (await fetch(`${node.origin}/centres/hall.json`)).json();
    expect(page.items).toHaveLength(3);
  });
});

describe("a disk that can only be read", () => {
  test("is told of, and what is on it is served again once it can be written", async (context) => {
    const disk = smallDisk(context, 24);
    const dataFolder = join(disk, "data");
    await nodeIn(dataFolder);
    execFileSync("mount", ["-o", "remount,ro", disk]);
    const told = [/HALL_DATA/, /read|may not write/, /then do the same again|chown/] as const;
    expectSentence(await serve(dataFolder), ...told);
    expectSentence(await runHall(["publish", await postFile(folder, "Three")], settingsOf(dataFolder)), ...told);
    execFileSync("mount", ["-o", "remount,rw", disk]);
    expect(await postsOf(dataFolder)).toBe(2);
  });
});

describe("files of somebody else", () => {
  test("are told of with what to look at, and are not touched", async ({ skip }) => {
    const dataFolder = join(folder, "data");
    await nodeIn(dataFolder);
    const database = join(dataFolder, "hall.sqlite");
    const before = readFileSync(database);
    const settings = settingsOf(dataFolder);
    // Root may write everywhere, so it is somebody else who tries; whoever is not root takes their own right away.
    const as = IS_ROOT ? { uid: 65534, gid: 65534 } : {};
    if (IS_ROOT) {
      for (const path of [folder, dataFolder]) chownSync(path, 65534, 65534);
      if (!readableBy(65534)) skip("the program lies where nobody but root may read it");
      chmodSync(database, 0o600);
    } else chmodSync(database, 0o400);
    expectSentence(await runAs(as, ["serve"], settings), /HALL_DATA/, /may not write there/, /chown -R/);
    expectSentence(await runAs(as, ["publish", await postFile(folder, "Three")], settings), /may not write there/);
    expect(readFileSync(database)).toEqual(before);
    if (IS_ROOT) for (const path of [folder, dataFolder]) chownSync(path, 0, 0);
    else chmodSync(database, 0o600);
    expect(await postsOf(dataFolder)).toBe(2);
  });
});

describe("a file cut in half", () => {
  test.each(["hall.sqlite", "vault/data.db", "vault/keyring.db"])(
    "%s is told of and kept as it is, and with its other half all is there again",
    async (name) => {
      const dataFolder = join(folder, "data");
      await nodeIn(dataFolder);
      expect(await postsOf(dataFolder)).toBe(2);
      const file = join(dataFolder, name);
      const whole = join(folder, "whole");
      copyFileSync(file, whole);
      truncateSync(file, Math.floor(statSync(file).size / 2));
      const half = readFileSync(file);
      expectSentence(await serve(dataFolder), /HALL_DATA/, /damaged or cut off/, /hall restore/);
      expect(readFileSync(file)).toEqual(half);
      copyFileSync(whole, file);
      expect(await postsOf(dataFolder)).toBe(2);
    },
  );
});

describe("two nodes on one folder", () => {
  test("the second is told so, commands work beside the first, and after a kill nothing has to be tidied", async () => {
    const dataFolder = join(folder, "data");
    await nodeIn(dataFolder);
    const environment = { HALL_ORIGIN: ORIGIN };
    {
      await using node = await spawnNode({ dataFolder, environment });
      expectSentence(await serve(dataFolder), /is running already on the data/, /HALL_DATA/);
      expect(await node.hall("publish", await postFile(folder, "Three"))).toMatchObject({ code: 0 });
      expect((await fetch(`${node.origin}/healthz`)).status).toBe(200);
      await node.kill();
    }
    expect(await postsOf(dataFolder)).toBe(3);
  });

  test("a copy of the folder is a folder of its own", async () => {
    const dataFolder = join(folder, "data");
    await nodeIn(dataFolder);
    await using _node = await spawnNode({ dataFolder, environment: { HALL_ORIGIN: ORIGIN } });
    cpSync(dataFolder, join(folder, "other"), { recursive: true });
    cpSync(`${dataFolder}.pepper`, join(folder, "other.pepper"));
    expect(await postsOf(join(folder, "other"))).toBe(2);
  });
});

test("a port in use is told of with what to do, before any data is touched", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const dataFolder = join(folder, "data");
  const refused = await serve(dataFolder, { HALL_LISTEN: `127.0.0.1:${port}` });
  expectSentence(refused, /is in use already/, /HALL_LISTEN/);
  expect(await readdir(folder)).toEqual([]);
  other.close();
});

test("a clock ten years off is told of at the start, and nothing is given up or forgotten by it", async () => {
  const dataFolder = join(folder, "data");
  await nodeIn(dataFolder);
  expect(await postsOf(dataFolder)).toBe(2);
  const year = new Date().getUTCFullYear();
  for (const wrong of [year + 10, year - 10]) {
    const refused = await serve(dataFolder, { HALL_NOW: `${wrong}-06-01T00:00:00Z` });
    expectSentence(refused, /clock shows/, new RegExp(String(wrong)), /Set the clock/, /--clock-is-right/);
  }
  expect(await postsOf(dataFolder)).toBe(2);
});

/** Whether somebody else may read the program and what it is made of. */
function readableBy(uid: number): boolean {
  try {
    execFileSync(process.execPath, ["--version"], { uid, stdio: "ignore" });
    execFileSync(process.execPath, [MAIN, "--version"], { uid, gid: uid, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function runAs(
  as: { readonly uid?: number; readonly gid?: number },
  words: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Pick<HallAnswer, "code" | "err">> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { PATH: process.env["PATH"] ?? "", HOME: folder, ...settings },
    stdio: ["ignore", "ignore", "pipe"],
    ...as,
  });
  const err: string[] = [];
  child.stderr.on("data", (data: Buffer) => err.push(data.toString()));
  await once(child, "close");
  return { code: child.exitCode, err: err.join("") };
}
