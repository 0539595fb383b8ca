import { access, link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import Sqlite, { type Database } from "better-sqlite3";
import { writeAudit } from "../audit/audit.ts";
import { type Core, macUnder } from "../core.ts";
import { removeDraftsOf, removeLeftovers, temporaryName } from "../database/leftovers.ts";
import { DATA_FILE, KEYRING_FILE } from "../database/vault-files.ts";
import { programSigner } from "../desk/actor.ts";
import { endLockDown } from "../erasure/lock-down.ts";
import { newId } from "../ids.ts";
import { RESTORED } from "../release/after-restore.ts";
import { currentRoster } from "../keys/roster-shelf.ts";
import { type BackupRefused, readBackup, readBackupBytes, readManifest } from "./backup-file.ts";
import { inMemory, splitKeyring } from "./keyring-bytes.ts";
import { forgedAmong, type Forged, type PartOfBackup } from "./manifest.ts";

export type RestoreRefused =
  | BackupRefused
  | { readonly type: "vault is there" }
  | Forged
  /** Where the pepper belongs lies another one, with which nothing of this would open. */
  | { readonly type: "another pepper"; readonly file: string };

export interface Restoration {
  /** `HALL_DATA/vault`, in which there is no vault. */
  readonly folder: string;
  readonly pepperFile: string;
  readonly data: string;
  readonly keyring: string;
  readonly papers: readonly string[];
  /** What else is brought back with it, to be known for ours as well. */
  readonly with?: readonly PartOfBackup[];
}

/** How many keys came back, and how many cases have none: nobody opens those any more. */
export interface Restored {
  readonly keys: number;
  readonly shut: number;
}

/**
 * A vault out of its two backups and enough of the papers, where there is none. Its program must not be running. What is
 * not sealed in itself, the keyring and the pepper, is opened in memory, and is written once: where it belongs.
 */
export async function restoreVault(from: Restoration): Promise<Result<Pick<Restored, "shut">, RestoreRefused>> {
  const { folder, papers } = from;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of [DATA_FILE, KEYRING_FILE]) {
    if (await isThere(join(folder, name))) return err({ type: "vault is there" });
  }
  await removeLeftovers(folder);
  await removeDraftsOf(from.pepperFile);
  const draft = join(folder, temporaryName("data.restored"));
  try {
    const data = await readBackup(from.data, papers, "data", draft);
    if (!data.ok) return data;
    const keyring = await readBackupBytes(from.keyring, papers, "keyring");
    if (!keyring.ok) return keyring;
    const made = await readManifest(from.data, papers);
    if (!made.ok) return made;
    const named = await readManifest(from.keyring, papers);
    if (!named.ok) return named;
    const { pepper, database } = splitKeyring(keyring.value);
    const mac = macUnder(pepper, vaultIdIn(draft));
    const forged = forgedAmong(mac, [...(from.with ?? []), made.value, named.value]);
    if (forged !== undefined) return err(forged);
    if (!(await mayLie(pepper, from.pepperFile))) return err({ type: "another pepper", file: from.pepperFile });
    using opened = openKeyring(database);
    forgetAnchor(opened.db, made.value.manifest?.made);
    const shut = countShut(opened.db, draft);
    await putInPlace(from, draft, pepper, opened.db.serialize());
    keyring.value.fill(0);
    return ok({ shut });
  } finally {
    for (const end of ["", "-journal", "-wal", "-shm"]) await rm(`${draft}${end}`, { force: true });
  }
}

/** Nothing lies there, or the same. */
async function mayLie(pepper: Buffer, file: string): Promise<boolean> {
  if (!(await isThere(file))) return true;
  return Buffer.from((await readFile(file, "utf8")).trim(), "base64url").equals(pepper);
}

/** All of it, or nothing that was not there before. */
async function putInPlace(
  { folder, pepperFile }: Restoration,
  draft: string,
  pepper: Uint8Array,
  keyring: Uint8Array,
): Promise<void> {
  const undo: string[] = [];
  try {
    if (await keepWhole(pepperFile, `${Buffer.from(pepper).toString("base64url")}\n`)) undo.push(pepperFile);
    undo.push(join(folder, KEYRING_FILE));
    await keepWhole(join(folder, KEYRING_FILE), keyring);
    await rename(draft, join(folder, DATA_FILE));
  } catch (error) {
    for (const file of undo) await rm(file, { force: true });
    throw error;
  }
}

/**
 * Under another name beside its place first, for its owner alone, so that it is whole or not there. One that is there
 * stays, and is not written anew: false. Where it is another pepper, the vault does not open and says why.
 */
async function keepWhole(file: string, content: string | Uint8Array): Promise<boolean> {
  if (await isThere(file)) return false;
  const draft = `${file}.${newId()}`;
  try {
    await using handle = await open(draft, "wx", 0o600);
    await handle.writeFile(content);
    await handle.sync();
    await link(draft, file);
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

/** As `shutCases`, for a file that no program has open. */
function countShut(keyring: Database, file: string): number {
  const data = new Sqlite(file, { readonly: true });
  try {
    const named = data.prepare<[], string>("select erase_key from sealed_case").pluck().all();
    const keys = new Set(keyring.prepare<[], string>("select id from erase_key").pluck().all());
    return named.filter((id) => !keys.has(id)).length;
  } finally {
    data.close();
  }
}

/** Of which vault a file is that no program has open; empty where it is none. */
function vaultIdIn(file: string): string {
  let data: Database | undefined;
  try {
    data = new Sqlite(file, { readonly: true });
    return data.prepare<[], string>("select value from vault where name = 'id'").pluck().get() ?? "";
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    return "";
  } finally {
    data?.close();
  }
}

function openKeyring(bytes: Buffer): Disposable & { readonly db: Database } {
  const db = new Sqlite(inMemory(bytes));
  return { db, [Symbol.dispose]: () => void db.close() };
}

/** The two backups are of different days. The custodians stand for this pair; from here on it is anchored anew. */
function forgetAnchor(keyring: Database, made: Timestamp | undefined): void {
  keyring.exec("delete from anchor; delete from erasing");
  keyring.prepare("insert into anchor (name, value) values (?, ?)").run(RESTORED, String(made ?? ""));
  // A copy from before there was such a table gets it when the vault is opened.
  const standing = keyring.prepare("select name from sqlite_master where name = 'case_standing'").get();
  if (standing !== undefined) keyring.exec("delete from case_standing");
}

/**
 * Brings back the keys of what is still there: after the panic lock, or when the keyring was lost. What was erased since
 * the backup has no row that names its key, so it stays erased.
 */
export async function restoreKeyring(
  core: Core,
  backup: string,
  papers: readonly string[],
): Promise<Result<Restored, RestoreRefused>> {
  const read = await readBackupBytes(backup, papers, "keyring");
  if (!read.ok) return read;
  const named = await readManifest(backup, papers);
  if (!named.ok) return named;
  const forged = forgedAmong(core.mac, [named.value]);
  if (forged !== undefined) return err(forged);
  using opened = openKeyring(splitKeyring(read.value).database);
  const keys = await wantedKeys(core, opened.db);
  read.value.fill(0);
  await endLockDown(core, keys);
  const roster = await currentRoster(core);
  if (roster !== undefined) {
    await core.files.data.db
      .transaction()
      .execute((db) => writeAudit(core, db, roster, programSigner(core), { what: "restored" }));
  }
  return ok({ keys: keys.length, shut: await shutCases(core) });
}

/** Cases whose key stands in no keyring here: they came, were shared or got a new key after the copy was made. */
async function shutCases(core: Core): Promise<number> {
  const cases = await core.files.data.db.selectFrom("sealed_case").select("erase_key").execute();
  const keys = await core.files.keyring.db.selectFrom("erase_key").select("id").execute();
  const there = new Set(keys.map(({ id }) => id));
  return cases.filter((row) => !there.has(row.erase_key)).length;
}

async function wantedKeys(
  core: Core,
  copy: Database,
): Promise<readonly { readonly id: string; readonly key: string }[]> {
  const { db } = core.files.data;
  const cases = await db.selectFrom("sealed_case").select("erase_key").execute();
  const register = await db.selectFrom("register_entry").select("erase_key").execute();
  const coded = await db.selectFrom("coded").select("case_id").execute();
  const replies = await db.selectFrom("reply").select("id").execute();
  const items = await db.selectFrom("release_item").select("erase_key").execute();
  const papers = await db.selectFrom("release_paper").select("name").execute();
  const own = [...coded.map((row) => row.case_id), ...replies.map((row) => row.id), ...papers.map((row) => row.name)];
  const named = new Set([...[...cases, ...register, ...items].map((row) => row.erase_key), ...own]);
  const all = copy.prepare<[], { id: string; key: string }>("select id, key from erase_key").all();
  return all.filter(({ id }) => named.has(id));
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
