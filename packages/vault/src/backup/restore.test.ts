import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import fs, { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { replaceBuiltin } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { afterAll, beforeEach, expect, test } from "vitest";
import { newId } from "../ids.ts";
import { PEPPER } from "../testing/light-core.ts";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { lightVault } from "../testing/light-vault.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { restoreVault } from "./restore.ts";

/** Everything that is written to a file by its name: with which mode it was made, and what came into it. */
const written = new Map<string, { mode: unknown; bytes: Buffer[] }>();
const breaks = { at: "" };

const { writeFile, rename, open } = fs;
const note = (file: string, content: string | Uint8Array) => {
  written.get(file)?.bytes.push(Buffer.from(content));
};
const others = {
  writeFile: async (file: string, content: string | Uint8Array) => {
    written.set(file, { mode: undefined, bytes: [] });
    note(file, content);
    await writeFile(file, content);
  },
  rename: async (from: string, to: string) => {
    if (to.endsWith(breaks.at) && breaks.at !== "") throw Object.assign(new Error("full"), { code: "ENOSPC" });
    await rename(from, to);
  },
  open: async (file: string, flags: string, mode?: number) => {
    const handle = await open(file, flags, mode);
    if (flags === "r") return handle;
    written.set(file, { mode, bytes: [] });
    const own = { write: handle.write.bind(handle), writeFile: handle.writeFile.bind(handle) };
    const wrapped = {
      write: (bytes: Uint8Array, from: number, length: number, at: number) => {
        note(file, Buffer.from(bytes));
        return Reflect.apply(own.write, undefined, [bytes, from, length, at]);
      },
      writeFile: (content: string | Uint8Array) => {
        note(file, content);
        return own.writeFile(content);
      },
    };
    return Object.assign(handle, wrapped);
  },
};
const noted = replaceBuiltin<object>(fs, others);
afterAll(() => noted[Symbol.dispose]());

beforeEach(() => {
  written.clear();
  breaks.at = "";
});

type Hall = Awaited<ReturnType<typeof lightVault>>;

/** The two backups of a vault with a case, and what of it may stand in no file but its own. */
async function backups(hall: Hall, folder: string) {
  await foundWith(hall.vault);
  await reported(hall.vault, await deskOf(hall.vault, "ana"));
  const made = await (await deskOf(hall.vault, "ana")).keys.makeRecovery(2, 3);
  const cleo = await deskOf(hall.vault, "cleo");
  const [candidate] = await cleo.keys.candidates();
  await cleo.keys.sign(candidate!.fingerprint);
  const papers = made.ok ? made.value.papers : [];
  const [data, keyring] = [join(folder, "data.backup"), join(folder, "keyring.backup")];
  expect(await hall.vault.backUp({ program: "1", data, keyring })).toMatchObject({ ok: true });
  const file = new Sqlite(join(hall.folder, "keyring.db"), { readonly: true });
  const keys = file.prepare("select key from erase_key").pluck().all().map(String);
  file.close();
  return { data, keyring, papers, keys };
}

const filesWith = (bytes: Buffer | string): string[] =>
  [...written].flatMap(([file, { bytes: came }]) => (Buffer.concat(came).includes(bytes) ? [file] : []));

test("keyring and pepper are opened in memory, and written once: whole, for their owner alone, where they belong", async () => {
  await using hall = await lightVault();
  await using elsewhere = await temporaryFolder();
  const { keys, ...files } = await backups(hall, elsewhere.path);
  const to = { ...files, folder: join(elsewhere.path, "vault"), pepperFile: join(elsewhere.path, "pepper") };
  written.clear();
  expect(await restoreVault(to)).toEqual({ ok: true, value: { shut: 0 } });
  expect(filesWith(Buffer.from(PEPPER))).toEqual([]);
  for (const key of keys) {
    const [draft = "", ...more] = filesWith(key);
    expect([draft.replace(/[0-9a-f]{32}$/, ""), more]).toEqual([join(to.folder, "keyring.db."), []]);
  }
  for (const [file, { mode }] of written) expect([file, mode]).toEqual([file, 0o600]);
  expect(readdirSync(elsewhere.path).toSorted()).toEqual(["data.backup", "keyring.backup", "pepper", "vault"]);
  expect(readdirSync(to.folder).toSorted()).toEqual(["data.db", "keyring.db"]);
  for (const name of ["data.db", "keyring.db"]) expect(statSync(join(to.folder, name)).mode & 0o777).toBe(0o600);
});

test("the keyring alone, brought back after the panic lock, is written to no file of its own", async () => {
  await using hall = await lightVault();
  await using elsewhere = await temporaryFolder();
  const { keyring, papers } = await backups(hall, elsewhere.path);
  await hall.vault.door.lockDown("ana");
  written.clear();
  expect(await hall.vault.restoreKeyring(keyring, papers)).toMatchObject({ ok: true, value: { keys: 1, shut: 0 } });
  expect([...written.keys()]).toEqual([]);
});

test.each(["data.db", "pepper"])(
  "where %s cannot be put in its place nothing is left, and the next try goes on",
  async (what) => {
    await using hall = await lightVault();
    await using elsewhere = await temporaryFolder();
    const { keys: _keys, ...files } = await backups(hall, elsewhere.path);
    const pepperFile = what === "pepper" ? join(elsewhere.path, "gone", "pepper") : join(elsewhere.path, "pepper");
    const to = { ...files, folder: join(elsewhere.path, "vault"), pepperFile };
    breaks.at = what === "pepper" ? "" : what;
    await expect(restoreVault(to)).rejects.toThrow();
    expect(readdirSync(to.folder)).toEqual([]);
    expect(existsSync(pepperFile)).toBe(false);
    breaks.at = "";
    await mkdir(join(elsewhere.path, "gone"));
    expect(await restoreVault(to)).toMatchObject({ ok: true });
  },
);

test("what a killed backup or restore left behind goes at the next start, and what another one works on stays", async () => {
  await using hall = await lightVault();
  const at = (name: string) => join(hall.folder, name);
  // Above what the system gives out.
  const dead = 2 ** 30;
  const left = [
    `data.copy-${dead}-${newId()}`,
    `data.copy-${dead}-${newId()}-journal`,
    `data.copy-${process.pid}-${newId()}`,
    `data.copy-${newId()}`,
    `keyring.restored-${newId()}`,
    `keyring.db.${newId()}`,
  ];
  const others = [`data.copy-${process.ppid}-${newId()}`, "data.copy-of-mine", "keyring.db.bak"];
  await hall.vault.close();
  for (const name of [...left, ...others]) writeFileSync(at(name), "sealed");
  await hall.reopen();
  const there = readdirSync(hall.folder).filter((name) => left.includes(name) || others.includes(name));
  expect(there.toSorted()).toEqual(others.toSorted());
});

test("the copy from which a backup is made is its owner's alone, and is gone afterwards", async () => {
  await using hall = await lightVault();
  await using elsewhere = await temporaryFolder();
  await backups(hall, elsewhere.path);
  const copies = [...written].filter(([file]) => file.includes("data.copy-"));
  expect(copies.map(([, { mode }]) => mode)).toEqual([0o600]);
  expect(readdirSync(hall.folder).filter((name) => name.includes("copy"))).toEqual([]);
});

test("where another pepper lies nothing is brought back over it; the same one is no harm", async () => {
  await using hall = await lightVault();
  await using elsewhere = await temporaryFolder();
  const { keys: _keys, ...files } = await backups(hall, elsewhere.path);
  const pepperFile = join(elsewhere.path, "pepper");
  const to = { ...files, folder: join(elsewhere.path, "vault"), pepperFile };
  writeFileSync(pepperFile, Buffer.alloc(32, 9).toString("base64url"));
  expect(await restoreVault(to)).toEqual({ ok: false, error: { type: "another pepper", file: pepperFile } });
  expect(readdirSync(to.folder)).toEqual([]);
  writeFileSync(pepperFile, `${Buffer.from(PEPPER).toString("base64url")}\n`);
  expect(await restoreVault(to)).toMatchObject({ ok: true });
});
