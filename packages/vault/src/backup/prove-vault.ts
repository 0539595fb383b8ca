import { join } from "node:path";
import { err, ok, type Result } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { openCaseKey } from "../cases/case-key.ts";
import { type Core, openCore } from "../core.ts";
import { dataMigrations, keyringMigrations } from "../database/migrations.ts";
import type { DataSchema, KeyringSchema } from "../database/schema.ts";
import { openSealedDatabase } from "../database/sealed-file.ts";
import { DATA_FILE } from "../database/vault-files.ts";
import { openRecovery } from "../keys/recovery.ts";
import { recoveryName } from "../keys/readers.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import { LEAST_STRETCHING } from "../keys/stretching.ts";
import { type BackupRefused, readBackup, readBackupBytes, readManifest } from "./backup-file.ts";
import { inMemory, splitKeyring } from "./keyring-bytes.ts";
import { forgedAmong, type Forged, type PartOfBackup } from "./manifest.ts";

export interface VaultToProve {
  readonly data: string;
  readonly keyring: string;
  readonly papers: readonly string[];
  /** What else is of the same backup, to be known for ours as well. */
  readonly with?: readonly PartOfBackup[];
  /** Empty, and its owner's alone: what is sealed in itself is laid there, and nothing else. */
  readonly folder: string;
}

/** What the two backups of a vault are worth. */
export interface VaultProof {
  readonly cases: number;
  /** How many of them the papers open. */
  readonly open: number;
  /** How many have no key in the keyring. */
  readonly shut: number;
  /** Who has a part in the vault, and how many of them have keys that their passphrases open. */
  readonly members: number;
  readonly withKeys: number;
}

export type NotProven =
  | BackupRefused
  /** What the database says of a part of it. */
  | { readonly type: "broken"; readonly of: "data" | "keyring"; readonly detail: string }
  /** The pepper in it is another vault's. */
  | { readonly type: "other pepper" }
  | Forged
  | { readonly type: "roster changed" };

/** Opens the backups as a restore does, and every case with the papers; the keyring and all keys in memory alone. */
export async function proveVault(from: VaultToProve): Promise<Result<VaultProof, NotProven>> {
  const file = join(from.folder, DATA_FILE);
  const data = await readBackup(from.data, from.papers, "data", file);
  if (!data.ok) return data;
  const keyring = await readBackupBytes(from.keyring, from.papers, "keyring");
  if (!keyring.ok) return keyring;
  const { pepper, database } = splitKeyring(keyring.value);
  const broken = brokenIn("data", file) ?? brokenIn("keyring", database);
  if (broken !== undefined) return err(broken);
  const opened = await openSealedDatabase<DataSchema>(file, dataMigrations);
  const keys = await openSealedDatabase<KeyringSchema>(inMemory(database), keyringMigrations);
  try {
    const files = {
      folder: from.folder,
      data: opened,
      keyring: keys,
      scrub: async () => true,
      close: () => undefined,
    };
    const core = await coreOver(files, pepper);
    if (core === undefined) return err({ type: "other pepper" });
    const forged = await forgedIn(from, core);
    return forged.ok ? await prove(core, from.papers) : forged;
  } finally {
    opened.close();
    keys.close();
    keyring.value.fill(0);
  }
}

async function forgedIn(from: VaultToProve, { mac }: Core): Promise<Result<undefined, BackupRefused | Forged>> {
  const data = await readManifest(from.data, from.papers);
  if (!data.ok) return data;
  const keyring = await readManifest(from.keyring, from.papers);
  if (!keyring.ok) return keyring;
  const forged = forgedAmong(mac, [...(from.with ?? []), data.value, keyring.value]);
  return forged === undefined ? ok() : err(forged);
}

/** Undefined where the pepper is not that of the data. */
async function coreOver(files: Core["files"], pepper: Uint8Array): Promise<Core | undefined> {
  const stretching = LEAST_STRETCHING;
  try {
    const strength = async () => stretching;
    return await openCore({ files, clock: () => 0, pepper, alarm: () => undefined, stretching, strength });
  } catch (error) {
    if (error instanceof Error && /pepper/.test(error.message)) return undefined;
    throw error;
  }
}

async function prove(core: Core, papers: readonly string[]): Promise<Result<VaultProof, NotProven>> {
  const rosters = await readRosters(core);
  if (!rosters.ok) return err({ type: "roster changed" });
  const roster = rosters.value.current?.roster;
  const recovery = await openRecovery(roster?.recovery ?? null, papers);
  if (!recovery.ok) return recovery;
  if (roster?.recovery == null) return err({ type: "no recovery key" });
  const reader = { id: recoveryName(roster.recovery), key: recovery.value.box.private };
  const { db } = core.files.data;
  const rows = await db.selectFrom("sealed_case").select(["id", "erase_key", "wrap"]).execute();
  const there = new Set(
    (await core.files.keyring.db.selectFrom("erase_key").select("id").execute()).map(({ id }) => id),
  );
  let open = 0;
  for (const row of rows) {
    const key = await openCaseKey(core, row, reader);
    if (key !== undefined && key !== "changed") open++;
  }
  const kept = new Set((await db.selectFrom("staff_key").select("id").execute()).map(({ id }) => id));
  return ok({
    cases: rows.length,
    open,
    shut: rows.filter((row) => !there.has(row.erase_key)).length,
    members: roster.members.length,
    withKeys: roster.members.filter(({ id }) => kept.has(id)).length,
  });
}

function brokenIn(of: "data" | "keyring", file: string | Buffer): Extract<NotProven, { type: "broken" }> | undefined {
  try {
    const db = typeof file === "string" ? new Sqlite(file, { readonly: true }) : new Sqlite(inMemory(file));
    try {
      const [first] = db.prepare<[], string>("pragma integrity_check(1)").pluck().all();
      return first === "ok" ? undefined : { type: "broken", of, detail: first ?? "it says nothing" };
    } finally {
      db.close();
    }
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    return { type: "broken", of, detail: error.code };
  }
}
