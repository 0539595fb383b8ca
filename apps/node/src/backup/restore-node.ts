import { access, chmod, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import {
  bringBackStore,
  type BroughtBack,
  copyToPostgres,
  proveStore,
  removeWhole,
  type StoreProof,
  temporaryBeside,
} from "@commonhall/store";
import {
  type Manifest,
  type MixedBackup,
  oneBackup,
  type PartOfBackup,
  readBackup,
  readManifest,
  restoreVault,
  type RestoreRefused,
} from "@commonhall/vault";
import { databaseFile, vaultFolder } from "../data-folder.ts";
import type { DataPlace } from "../open-data.ts";
import type { BackupFiles } from "./backup-files.ts";
import { backupMadeAt } from "./last-backup.ts";

export interface NodeRestoration extends DataPlace {
  readonly pepperFile: string;
  readonly files: BackupFiles;
  readonly papers: readonly string[];
  readonly now: Timestamp;
  /** Files of different backups are taken all the same. */
  readonly mixed: boolean;
}

/** There is something in the database of PostgreSQL already. */
interface StoreIsThere {
  readonly type: "store is there";
}

export type RestoreNodeRefused =
  | RestoreRefused
  | MixedBackup
  | { readonly type: "node is there" }
  | StoreIsThere
  /** By this machine's clock the backup is still to be made. */
  | { readonly type: "clock behind"; readonly made: Timestamp; readonly now: Timestamp }
  /** The store in it is not one that this program can go on with. */
  | { readonly type: "store"; readonly proof: Exclude<StoreProof, { type: "good" }> };

export interface RestoredNode extends BroughtBack {
  /** Undefined in a backup of before backups said so. */
  readonly made: Timestamp | undefined;
  readonly shut: number;
}

/**
 * A whole node out of its backup, where there is none. All of it is there in the end, or nothing that was not there before;
 * the public store comes last, because where it lies there is a node.
 */
export async function restoreNode(from: NodeRestoration): Promise<Result<RestoredNode, RestoreNodeRefused>> {
  const { dataFolder, files, papers, now } = from;
  const database = databaseFile(dataFolder);
  // Where the store lies in PostgreSQL, the vault says that there is a node.
  const shows = from.database === undefined ? database : join(vaultFolder(dataFolder), "data.db");
  if (await isThere(shows)) return err({ type: "node is there" });
  const manifest = await manifestOf(files, papers, from.mixed);
  if (!manifest.ok) return manifest;
  const made = manifest.value.manifest?.made;
  if (made !== undefined && made > now) return err({ type: "clock behind", made, now });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const draft = temporaryBeside(database);
  try {
    const read = await readBackup(files.store, papers, "store", draft);
    if (!read.ok) return read;
    const proof = proveStore(draft);
    if (proof.type !== "good") return err({ type: "store", proof });
    const back = await bringBackStore(draft, now, made === undefined ? {} : backupMadeAt(made));
    const vault = await restoreVault({
      folder: vaultFolder(dataFolder),
      pepperFile: from.pepperFile,
      ...files,
      papers,
      with: [manifest.value.store],
    });
    if (!vault.ok) return vault;
    await chmod(draft, 0o600);
    const placed = await placeLast(draft, from);
    if (!placed.ok) return placed;
    return ok({ ...back, made, shut: vault.value.shut });
  } finally {
    await removeWhole(draft);
  }
}

/** Where that fails there is no node, and a vault alone would be in the way of the next attempt. */
async function placeLast(draft: string, { dataFolder, database }: DataPlace): Promise<Result<void, StoreIsThere>> {
  let isThere = false;
  try {
    if (database === undefined) await rename(draft, databaseFile(dataFolder));
    const copied = database === undefined ? ok() : await copyToPostgres(draft, database, { mayBeThere: false });
    isThere = copied.ok;
    return copied.ok ? ok() : err({ type: "store is there" });
  } finally {
    if (!isThere) {
      for (const name of ["data.db", "keyring.db"]) await rm(join(vaultFolder(dataFolder), name), { force: true });
    }
  }
}

/** What the files say of themselves. */
export interface SaidOfBackup {
  /** Undefined in backups of before backups said so. */
  readonly manifest: Manifest | undefined;
  readonly store: PartOfBackup;
}

/** Of which backup the files are, once the papers have opened each. */
export async function manifestOf(
  files: BackupFiles,
  papers: readonly string[],
  mixed: boolean,
): Promise<Result<SaidOfBackup, RestoreRefused | MixedBackup>> {
  const parts: PartOfBackup[] = [];
  for (const wanted of ["store", "data", "keyring"] as const) {
    const read = await readManifest(files[wanted], papers);
    if (!read.ok) return read;
    if (read.value.of !== wanted) return err({ type: "other file", wanted });
    parts.push(read.value);
  }
  const one = oneBackup(parts);
  if (!one.ok && !mixed) return one;
  // Whatever happened since the oldest of them is what nobody here knows.
  const [oldest] = parts.flatMap(({ manifest }) => manifest ?? []).toSorted((a, b) => a.made - b.made);
  const [store = { of: "store", manifest: undefined }] = parts;
  return ok({ manifest: one.ok ? one.value : oldest, store });
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
