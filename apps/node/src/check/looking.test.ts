import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MINUTE, ok } from "@commonhall/domain";
import { RELEASE_DAY, sampleBulletin } from "@commonhall/domain/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hall } from "../hall.ts";
import type { Settings } from "../settings.ts";
import { keptLooks } from "../watching/kept-looks.ts";
import { checkBackup } from "./backup.check.ts";
import { checkScene, type CheckScene } from "./check.fixture.ts";
import { checkClock } from "./clock.check.ts";
import { readModes } from "./file-modes.ts";
import { checkDatabaseLog } from "./database-log.check.ts";
import { checkFiles } from "./files.check.ts";
import { CHECKS, type Finding } from "./finding.ts";
import { checkKeys } from "./keys.check.ts";
import { readListening } from "./listening-sockets.ts";
import { checkPassphrases } from "./passphrases.check.ts";
import { checkPorts } from "./ports.check.ts";
import type { Check, CheckPorts } from "./ports.ts";
import { checkPrivateAddresses } from "./private-addresses.check.ts";
import { receiptCodes } from "./receipt-codes.check.ts";
import { checkSmallestGroup } from "./smallest-group.check.ts";
import { checkTestNetwork } from "./test-network.check.ts";

let scene: CheckScene;
beforeAll(async () => {
  scene = await checkScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test("a database that writes rows into its log", async () => {
  const databaseWrites = async () => [{ setting: "log_statement", value: "all" }];
  expect(await scene.run(checkDatabaseLog, { databaseWrites })).toMatchObject({
    result: "finding",
    says: expect.stringContaining("log_statement=all"),
  });
  expect(await scene.run(checkDatabaseLog, { databaseWrites: async () => [] })).toMatchObject({ result: "well" });
  expect(await scene.run(checkDatabaseLog)).toMatchObject({ result: "well" });
});

test("a socket that anybody may speak to, or in a folder where anybody may put another", async () => {
  const [folder, data] = [join(scene.folder, "run"), join(scene.folder, "own")];
  const listen = { type: "unix", path: join(folder, "hall.sock") } as const;
  await mkdir(folder);
  await mkdir(data, { mode: 0o700 });
  await chmod(data, 0o700);
  await writeFile(listen.path, "");
  const settings = { ...scene.ports.settings, dataFolder: data, pepperFile: join(scene.folder, "none"), listen };
  const look = async (ofFolder: number, ofSocket: number) => {
    await chmod(folder, ofFolder);
    await chmod(listen.path, ofSocket);
    return scene.run(checkFiles, { settings, modes: await readModes(settings) });
  };
  expect(await look(0o750, 0o660)).toMatchObject({ result: "well" });
  expect(await look(0o755, 0o660)).toMatchObject({ result: "well" });
  for (const [ofFolder, ofSocket] of [
    [0o750, 0o666],
    [0o757, 0o660],
    [0o770, 0o660],
    [0o777, 0o660],
  ] as const) {
    expect(await look(ofFolder, ofSocket)).toMatchObject({ result: "finding", says: expect.stringContaining(folder) });
  }
});

describe("files", () => {
  test("that others may read, a folder that they may list, a pepper that lies in it", async () => {
    const at = { dataFolder: join(scene.folder, "kept"), pepperFile: join(scene.folder, "kept.pepper") };
    const { listen } = scene.ports.settings;
    const settings = { ...scene.ports.settings, ...at };
    const look = async (changed: Partial<Settings> = {}) =>
      scene.run(checkFiles, {
        settings: { ...settings, ...changed },
        modes: await readModes({ ...at, listen, ...changed }),
      });
    await mkdir(join(at.dataFolder, "vault"), { recursive: true });
    const files = [join(at.dataFolder, "hall.sqlite"), join(at.dataFolder, "vault", "data.db"), at.pepperFile];
    for (const file of files) await writeFile(file, "x");
    const folders = [at.dataFolder, join(at.dataFolder, "vault")];
    const right = async () => {
      for (const one of folders) await chmod(one, 0o700);
      for (const one of files) await chmod(one, 0o600);
    };
    await right();
    expect(await look()).toMatchObject({ result: "well" });
    for (const one of [...files, ...folders]) {
      await chmod(one, folders.includes(one) ? 0o750 : 0o640);
      expect(await look()).toMatchObject({ result: "finding", says: expect.stringContaining(one) });
      await right();
    }
    await chmod(at.pepperFile, 0o440);
    expect(await look({ pepperIsCredential: true })).toMatchObject({ result: "well" });
    const inside = { pepperFile: join(at.dataFolder, "pepper") };
    expect(await look(inside)).toMatchObject({
      result: "finding",
      says: expect.stringContaining("lies in the data folder"),
    });
  });

  test("of somebody else", async () => {
    const modes = [{ path: "/data/hall.sqlite", of: "data", mode: 0o600, isOurs: false }] as const;
    expect(await scene.run(checkFiles, { modes })).toMatchObject({
      result: "finding",
      says: expect.stringContaining("Somebody else owns"),
    });
  });
});

describe("ports", () => {
  const PROC = `  sl  local_address rem_address   st
   0: 0100007F:20E4 00000000:0000 0A 00000000:00000000
   1: 00000000:1538 00000000:0000 0A 00000000:00000000
   2: 0500000A:0016 00000000:0000 0A 00000000:00000000
   3: 0100007F:9999 0100007F:20E4 01 00000000:00000000
   4: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A
   5: 0000000000000000FFFF00000100007F:0278 00000000000000000000000000000000:0000 0A
   6: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A
`;
  const read = async () => {
    const file = join(scene.folder, "tcp");
    await writeFile(file, PROC);
    return (await readListening([file])) ?? [];
  };

  test("are read as the kernel tells of them", async () => {
    expect((await read()).map(({ address, port, isLoopback }) => `${address} ${port} ${isLoopback}`)).toEqual([
      "127.0.0.1 8420 true",
      "0.0.0.0 5432 false",
      "10.0.0.5 22 false",
      "0000:0000:0000:0000:0000:0000:0000:0001 631 true",
      "127.0.0.1 632 true",
      ":: 443 false",
    ]);
    expect(await readListening([join(scene.folder, "nothing")])).toBeUndefined();
  });

  test("a database that others can reach, figures for everybody, and a node without its web server", async () => {
    expect(await scene.run(checkPorts, { listening: read })).toMatchObject({
      result: "finding",
      says: "Others can reach PostgreSQL at 0.0.0.0:5432.",
    });
    const withSettings = (changed: Partial<Settings>) =>
      scene.run(checkPorts, { settings: { ...scene.ports.settings, ...changed } });
    expect(await withSettings({ metrics: { type: "tcp", host: "0.0.0.0", port: 9420 } })).toMatchObject({
      result: "finding",
    });
    expect(await withSettings({ metrics: { type: "tcp", host: "127.0.0.1", port: 9420 } })).toMatchObject({
      result: "well",
    });
    expect(await withSettings({ listen: { type: "tcp", host: "0.0.0.0", port: 8420 } })).toMatchObject({
      result: "advice",
    });
    const other = async () => [{ address: "::", port: 631, isLoopback: false }];
    expect(await scene.run(checkPorts, { listening: other })).toMatchObject({
      result: "advice",
      says: expect.stringContaining("631"),
    });
    expect(await scene.run(checkPorts, { listening: async () => undefined })).toMatchObject({ result: "not done" });
  });
});

describe("the rest", () => {
  test("a node that would fetch from its own machine", async () => {
    const open = scene.node.federation;
    const tryToReach = (url: string) => (url.includes("127.0.0.1") ? open : scene.ports.federation).tryToReach(url);
    expect(await scene.run(checkPrivateAddresses, { federation: { tryToReach } })).toMatchObject({
      result: "finding",
      says: expect.stringContaining("https://127.0.0.1:9/"),
    });
    const settings = { ...scene.ports.settings, testNetwork: true };
    for (const check of [checkTestNetwork, checkPrivateAddresses]) {
      expect(await scene.run(check, { settings })).toMatchObject({ result: "finding" });
    }
  });

  test("releases of too few, or to everybody what is for allies", async () => {
    expect(await scene.run(checkSmallestGroup)).toMatchObject({ result: "not done" });
    const by = (await scene.node.store.direct.centres.get())?.id;
    const withReleased = (changed: object) => {
      const line = {
        object: "https://hall.example/bulletins/1",
        by,
        published: RELEASE_DAY,
        name: "",
        bulletin: { ...sampleBulletin(), ...changed },
      };
      const bulletinViews = { ...scene.node.store.bulletinViews, list: async () => [line] };
      return scene.run(checkSmallestGroup, {
        store: { ...scene.node.store, bulletinViews } as unknown as CheckPorts["store"],
      });
    };
    expect(await withReleased({})).toMatchObject({ result: "well" });
    expect(await withReleased({ threshold: 10 })).toMatchObject({
      result: "finding",
      says: expect.stringContaining("threshold is too low"),
    });
    expect(await withReleased({ people: "11-19", threshold: 11, audience: "public" })).toMatchObject({
      result: "finding",
    });
  });

  test("a node that takes weak passphrases, or was made to hash them lightly", async () => {
    const prepare = async () => ok([]);
    const careless = {
      ...scene.node.store,
      staffDesk: { ...scene.node.store.staffDesk, prepare },
    } as CheckPorts["store"];
    expect(await scene.run(checkPassphrases, { store: careless })).toMatchObject({
      result: "finding",
      says: expect.stringContaining("password"),
    });
    await scene.node.store.settings.set("argon2id", "1024");
    expect(await scene.run(checkPassphrases)).toMatchObject({
      result: "finding",
      says: expect.stringContaining("1024 KiB"),
    });
    await scene.node.store.settings.set("argon2id", "65536");
    expect(await scene.run(checkPassphrases)).toMatchObject({ result: "well" });
  });

  test("codes that can be guessed", async () => {
    let count = 0;
    for (const draw of [() => "1234 5678 9012 3456 7890", () => String((count += 1)).padStart(20, "0"), () => "1234"]) {
      expect(await scene.run(receiptCodes(draw))).toMatchObject({ result: "finding" });
    }
  });

  test("a clock that is off", async () => {
    const looks = keptLooks(scene.node.store.keyValue);
    expect(await scene.run(checkClock)).toMatchObject({ result: "not done" });
    await looks.keepAhead(-5 * MINUTE);
    expect(await scene.run(checkClock)).toMatchObject({
      result: "finding",
      says: expect.stringContaining("5 minutes behind"),
    });
    await looks.keepAhead(200);
    expect(await scene.run(checkClock)).toMatchObject({ result: "well" });
  });

  test("no recovery key, no backup, an old one; keys that were changed or locked", async () => {
    expect(await scene.run(checkBackup)).toMatchObject({
      result: "finding",
      says: expect.stringContaining("no recovery key"),
    });
    const state = await scene.node.vault.door.state();
    const having = (check: Check, changed: object) =>
      scene.run(check, {
        vault: { door: { state: async () => ({ ...state, recovery: { shares: 3, needed: 2 }, ...changed }) } },
      });
    expect(await having(checkBackup, {})).toMatchObject({
      result: "finding",
      says: expect.stringContaining("There is no backup"),
    });
    expect(await having(checkBackup, { keyringCopy: "2026-W30", copyDue: "old" })).toMatchObject({
      result: "finding",
      says: expect.stringMatching(/week of 2026-07-20 \(\d+ days ago\)/),
    });
    expect(await having(checkBackup, { keyringCopy: "2026-W44" })).toMatchObject({ result: "well" });
    expect(await having(checkKeys, { rosterChanged: true })).toMatchObject({ result: "finding" });
    expect(await having(checkKeys, { lockedDown: true })).toMatchObject({ result: "finding" });
  });
});

test("hall check prints one value, and ends with 1 because of what it found", async () => {
  const out: string[] = [];
  const { port } = new URL(scene.node.origin);
  const io = {
    environment: {
      HALL_DATA: join(scene.folder, "data"),
      HALL_ORIGIN: scene.node.origin,
      HALL_LISTEN: `127.0.0.1:${port}`,
      HALL_TEST_NETWORK: "1",
    },
    folders: [scene.folder],
    out: (text: string) => void out.push(text),
    err: () => undefined,
    input: async () => "",
  };
  expect(await hall(["check", "--json"], io, { onEnd: () => undefined })).toBe(1);
  const answer = JSON.parse(out.join("")) as { findings: number; checks: Finding[] };
  expect(answer.checks.map(({ check }) => check)).toEqual(CHECKS);
  expect(answer.findings).toBe(answer.checks.filter(({ result }) => result === "finding").length);
  expect(answer.checks.find(({ check }) => check === "test-network")).toMatchObject({ result: "finding" });
  out.length = 0;
  expect(await hall(["check"], io, { onEnd: () => undefined })).toBe(1);
  expect(out.join("")).toMatch(/FINDING {3}test-network: .*\n {10}→ Take HALL_TEST_NETWORK out/);
});
