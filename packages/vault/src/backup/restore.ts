import { access, link, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import { DATA_FILE, KEYRING_FILE } from "../database/vault-files.ts";
import { programSigner } from "../desk/actor.ts";
import { endLockDown } from "../erasure/lock-down.ts";
import { newId } from "../ids.ts";
import { currentRoster } from "../keys/roster-shelf.ts";
import { type BackupOf, type BackupRefused, readBackup } from "./backup-file.ts";

export type RestoreRefused =
  | BackupRefused
  | { readonly type: "other file"; readonly wanted: BackupOf }
  | { readonly type: "vault is there" };

export interface Restoration {
  /** `HALL_DATA/vault`, in which there is no vault. */
  readonly folder: string;
  readonly pepperFile: string;
  readonly data: string;
  readonly keyring: string;
  readonly papers: readonly string[];
}

/** How many keys came back, and how many cases have none: nobody opens those any more. */
export interface Restored {
  readonly keys: number;
  readonly shut: number;
}

const PEPPER_BYTES = 32;

/** A vault out of its two backups and enough of the papers, where there is none. Its program must not be running. */
export async function restoreVault(from: Restoration): Promise<Result<Pick<Restored, "shut">, RestoreRefused>> {
  await mkdir(from.folder, { recursive: true, mode: 0o700 });
  for (const name of [DATA_FILE, KEYRING_FILE]) {
    if (await isThere(join(from.folder, name))) return err({ type: "vault is there" });
  }
  const drafts = {
    data: join(from.folder, `data.restored-${newId()}`),
    keyring: join(from.folder, `keyring.restored-${newId()}`),
  };
  try {
    for (const wanted of ["data", "keyring"] as const) {
      const read = await readBackup(from[wanted], from.papers, drafts[wanted]);
      if (!read.ok) return read;
      if (read.value !== wanted) return err({ type: "other file", wanted });
    }
    const pepper = await splitKeyring(drafts.keyring);
    forgetAnchor(drafts.keyring);
    await keepPepper(from.pepperFile, pepper);
    const shut = countShut(drafts);
    await rename(drafts.keyring, join(from.folder, KEYRING_FILE));
    await rename(drafts.data, join(from.folder, DATA_FILE));
    return ok({ shut });
  } finally {
    for (const name of Object.values(drafts)) await rm(name, { force: true });
  }
}

/** As `shutCases`, for two files that no program has open. */
function countShut(files: { readonly data: string; readonly keyring: string }): number {
  const keyring = new Sqlite(files.keyring);
  try {
    keyring.prepare("attach ? as data").run(files.data);
    const count = "select count(*) from data.sealed_case where erase_key not in (select id from erase_key)";
    return keyring.prepare<[], number>(count).pluck().get() ?? 0;
  } finally {
    keyring.close();
  }
}

/** Leaves the database in the file, and answers the pepper that stood before it. */
async function splitKeyring(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(PEPPER_BYTES));
  return bytes.subarray(0, PEPPER_BYTES);
}

/** The two backups are of different days. The custodians stand for this pair; from here on it is anchored anew. */
function forgetAnchor(file: string): void {
  const keyring = new Sqlite(file);
  keyring.exec("delete from anchor; delete from erasing");
  // A copy from before there was such a table gets it when the vault is opened.
  const standing = keyring.prepare("select name from sqlite_master where name = 'case_standing'").get();
  if (standing !== undefined) keyring.exec("delete from case_standing");
  keyring.pragma("wal_checkpoint(truncate)");
  keyring.close();
}

/** One that is there stays: where it is another one, the vault does not open and says why. */
async function keepPepper(file: string, pepper: Uint8Array): Promise<void> {
  if (await isThere(file)) return;
  const draft = `${file}.${newId()}`;
  await using handle = await open(draft, "wx", 0o600);
  await handle.writeFile(`${Buffer.from(pepper).toString("base64url")}\n`);
  await handle.sync();
  await link(draft, file);
  await rm(draft);
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
  const draft = join(core.files.folder, `keyring.restored-${newId()}`);
  try {
    const read = await readBackup(backup, papers, draft);
    if (!read.ok) return read;
    if (read.value !== "keyring") return err({ type: "other file", wanted: "keyring" });
    await splitKeyring(draft);
    const keys = await wantedKeys(core, draft);
    await endLockDown(core, keys);
    const roster = await currentRoster(core);
    if (roster !== undefined) {
      await core.files.data.db
        .transaction()
        .execute((db) => writeAudit(core, db, roster, programSigner(core), { what: "restored" }));
    }
    return ok({ keys: keys.length, shut: await shutCases(core) });
  } finally {
    for (const name of [draft, `${draft}-wal`, `${draft}-shm`]) await rm(name, { force: true });
  }
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
  draft: string,
): Promise<readonly { readonly id: string; readonly key: string }[]> {
  const { db } = core.files.data;
  const cases = await db.selectFrom("sealed_case").select("erase_key").execute();
  const register = await db.selectFrom("register_entry").select("erase_key").execute();
  const coded = await db.selectFrom("coded").select("case_id").execute();
  const replies = await db.selectFrom("reply").select("id").execute();
  const own = [...coded.map((row) => row.case_id), ...replies.map((row) => row.id)];
  const named = new Set([...[...cases, ...register].map((row) => row.erase_key), ...own]);
  const copy = new Sqlite(draft);
  try {
    const all = copy.prepare<[], { id: string; key: string }>("select id, key from erase_key").all();
    return all.filter(({ id }) => named.has(id));
  } finally {
    copy.close();
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
