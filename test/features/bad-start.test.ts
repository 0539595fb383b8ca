import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runHall, spawnNode } from "@commonhall/testkit/network";
import { centreFile, expectSentence, nodeIn, ORIGIN, postFile, postsOf, settingsOf } from "../node-in-trouble.ts";

/*
 * What keeps a node from starting although the machine is well: something lies where it listens, a file that it needs was
 * moved, or a whole node is about to be written over. Each gives a sentence with what to do, and what lay there lies there.
 */

let folder = "";
let dataFolder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-start-"));
  dataFolder = join(folder, "data");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const serve = (more: Readonly<Record<string, string>> = {}) => runHall(["serve"], settingsOf(dataFolder, more));
const publish = async () => runHall(["publish", await postFile(folder, "Three")], settingsOf(dataFolder));
const PEPPER = () => `${dataFolder}.pepper`;
const vault = (name = "") => join(dataFolder, "vault", name);

describe("a socket", () => {
  test("at which somebody listens is told of, and goes on", async () => {
    const path = join(folder, "hall.sock");
    const other = createServer().listen(path);
    await once(other, "listening");
    expectSentence(await serve({ HALL_LISTEN: `unix:${path}` }), /hall\.sock is in use already/, /HALL_LISTEN/);
    expect(other.listening).toBe(true);
    expect(readdirSync(folder)).toEqual(["hall.sock"]);
    other.close();
  });

  test("that a killed node left behind is taken over without a word", async () => {
    const path = join(folder, "hall.sock");
    const environment = { HALL_ORIGIN: ORIGIN, HALL_LISTEN: `unix:${path}` };
    await nodeIn(dataFolder);
    await (await spawnNode({ dataFolder, environment })).kill();
    expect(readdirSync(folder)).toContain("hall.sock");
    await using again = await spawnNode({ dataFolder, environment });
    expect(await again.end()).toBe(0);
  });

  test.each(["file", "folder"])("is not made where a %s lies, and that is left as it is", async (what) => {
    const path = join(folder, "letters");
    if (what === "file") writeFileSync(path, "Dear all");
    else mkdirSync(path);
    expectSentence(await serve({ HALL_LISTEN: `unix:${path}` }), /no socket, and it is left as it is/, /Move it away/);
    if (what === "file") expect(readFileSync(path, "utf8")).toBe("Dear all");
    expect(readdirSync(folder)).toEqual(["letters"]);
  });

  test("in a folder that is not there is told of with what to do", async () => {
    const refused = await serve({ HALL_LISTEN: `unix:${join(folder, "nowhere", "hall.sock")}` });
    expectSentence(refused, /cannot listen at .*hall\.sock/, /HALL_LISTEN/);
  });
});

describe("the pepper", () => {
  test("that is not there is told of by all that needs it; no other one is made, and with it all is there again", async () => {
    await nodeIn(dataFolder);
    const kept = join(folder, "kept");
    renameSync(PEPPER(), kept);
    for (const refused of [await serve(), await runHall(["check"], settingsOf(dataFolder))])
      expectSentence(refused, /data\.pepper \(HALL_PEPPER_FILE\) is not there/, /Bring it back from its copy/);
    expect(readdirSync(folder)).not.toContain("data.pepper");
    renameSync(kept, PEPPER());
    expect(await postsOf(dataFolder)).toBe(2);
  });

  test.each<[string, (kept: Buffer) => void, RegExp]>([
    [
      "is another one",
      () => writeFileSync(PEPPER(), Buffer.alloc(32, 7)),
      /not the one with which.*Bring back the right one/,
    ],
    [
      "was cut off",
      (kept) => writeFileSync(PEPPER(), kept.subarray(0, 10)),
      /not the one with which.*Bring back the right one/,
    ],
    [
      "is a folder",
      () => mkdirSync(PEPPER()),
      /cannot be read: a folder lies where there has to be a file.*bring the file back/,
    ],
  ])("that %s is told of and left as it is", async (_, spoil, said) => {
    await nodeIn(dataFolder);
    const kept = readFileSync(PEPPER());
    rmSync(PEPPER());
    spoil(kept);
    expectSentence(await serve(), said, /HALL_PEPPER_FILE/);
  });
});

describe("the vault", () => {
  test("without its keyring is told of, no empty one is made that a backup would copy over the good one, and with it all is there", async () => {
    await nodeIn(dataFolder);
    const kept = join(folder, "keyring.db");
    renameSync(vault("keyring.db"), kept);
    const copies = join(folder, "copies");
    mkdirSync(copies);
    const tried = [await serve(), await runHall(["backup", copies], settingsOf(dataFolder))];
    for (const refused of tried)
      expectSentence(refused, /keyring\.db is not there/, /hall restore vault-keyring\.sealed/);
    expect(readdirSync(vault())).not.toContain("keyring.db");
    expect(readdirSync(copies)).toEqual([]);
    renameSync(kept, vault("keyring.db"));
    expect(await postsOf(dataFolder)).toBe(2);
  });

  test("without its data is told of, and none is made beside a keyring that opens another one", async () => {
    await nodeIn(dataFolder);
    const keyring = readFileSync(vault("keyring.db"));
    renameSync(vault("data.db"), join(folder, "data.db"));
    expectSentence(await serve(), /keyring\.db is there and data\.db is not/, /Look whether somebody moved it/);
    expect(readdirSync(vault())).not.toContain("data.db");
    expect(readFileSync(vault("keyring.db"))).toEqual(keyring);
    renameSync(join(folder, "data.db"), vault("data.db"));
    expect(await postsOf(dataFolder)).toBe(2);
  });

  test("of which a first start made one file only, and was killed, is no reason not to start", async () => {
    const fresh = await spawnNode({ dataFolder, environment: { HALL_ORIGIN: ORIGIN } });
    await fresh.kill();
    for (const name of readdirSync(vault())) if (name.startsWith("keyring.db")) rmSync(vault(name));
    expect(await runHall(["setup", await centreFile(folder)], settingsOf(dataFolder))).toMatchObject({ code: 0 });
    expect(await publish()).toMatchObject({ code: 0 });
  });
});

test("a backup is not brought back over a node that is there, and nothing of that is touched", async () => {
  await nodeIn(dataFolder);
  const before = ["hall.sqlite", "vault/data.db", "vault/keyring.db"].map((name) =>
    readFileSync(join(dataFolder, name)),
  );
  const copies = join(folder, "copies");
  mkdirSync(copies);
  for (const name of ["node-store-2026-11-22.sealed", "vault-data-2026-11-22.sealed", "vault-keyring.sealed"])
    copyFileSync(PEPPER(), join(copies, name));
  const refused = await runHall(["restore", copies], settingsOf(dataFolder));
  expectSentence(refused, /There is a node in HALL_DATA already/, /Set HALL_DATA to an empty folder/);
  const after = ["hall.sqlite", "vault/data.db", "vault/keyring.db"].map((name) =>
    readFileSync(join(dataFolder, name)),
  );
  expect(after).toEqual(before);
  chmodSync(copies, 0o700);
  expect(await postsOf(dataFolder)).toBe(2);
});
