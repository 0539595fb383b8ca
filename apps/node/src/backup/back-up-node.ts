import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, dateOf, err, ok, type Result, type Timestamp } from "@commonhall/domain";
import {
  removeLeftovers,
  type Settings,
  sizeInPostgres,
  snapshotPostgres,
  snapshotStore,
  type StoreSnapshot,
} from "@commonhall/store";
import { mostSealed, type NoBackup, type Vault } from "@commonhall/vault";
import { databaseFile, vaultFolder } from "../data-folder.ts";
import type { DataPlace } from "../open-data.ts";
import { SOFTWARE } from "../software.ts";
import { type BackupFiles, backupFiles } from "./backup-files.ts";
import { rememberBackup } from "./last-backup.ts";
import { removeOldSafetyCopies } from "./safety-copy.ts";
import { bytesOf, type NoRoom, noRoom } from "./room-on-disk.ts";

/** The public store as far as a backup is concerned, wherever it lies. */
export interface StoreToCopy {
  /** As it stands at the moment at which this resolves, in the form that `restoreNode` brings back. */
  readonly snapshot: () => Promise<StoreSnapshot>;
  /** About so many bytes. */
  readonly size: () => Promise<number>;
}

/** That of a node, in SQLite or in PostgreSQL: the copy is the same. */
export function storeOf({ dataFolder, database }: DataPlace): StoreToCopy {
  const file = databaseFile(dataFolder);
  return database === undefined
    ? { snapshot: () => snapshotStore(file), size: () => bytesOf(file) }
    : { snapshot: () => snapshotPostgres(database, file), size: () => sizeInPostgres(database) };
}

export interface BackUp {
  readonly dataFolder: string;
  /** Where the three files go; made where there is none. */
  readonly folder: string;
  readonly clock: Clock;
  readonly vault: Pick<Vault, "backUp">;
  readonly store: StoreToCopy;
  readonly settings: Pick<Settings, "set">;
}

export interface BackedUp extends BackupFiles {
  readonly made: Timestamp;
}

const MEBIBYTE = 1024 * 1024;

/**
 * One backup of the whole node, as it stood at one moment, while it goes on serving (anonymity.md 3.6). Only the papers of
 * the recovery key open it. The files of before are replaced when all new ones are whole, and stay as they are where
 * anything goes wrong.
 */
export async function backUpNode(wanted: BackUp): Promise<Result<BackedUp, NoBackup | NoRoom>> {
  const { folder, dataFolder, vault, store, settings } = wanted;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftovers(databaseFile(dataFolder));
  const full = await noRoom(await needs(wanted));
  if (full !== undefined) return err(full);
  const files = backupFiles(folder, dateOf(wanted.clock()));
  const draft = (file: string) => `${file}.part`;
  const all = [files.store, files.data, files.keyring];
  const drop = async () => {
    for (const file of all) await rm(draft(file), { force: true });
  };
  await drop();
  try {
    const made = await vault.backUp({
      program: SOFTWARE.version,
      data: draft(files.data),
      keyring: draft(files.keyring),
      store: { file: draft(files.store), snapshot: store.snapshot },
    });
    if (!made.ok) return made;
    for (const file of all) await rename(draft(file), file);
    await rememberBackup(settings, made.value.made);
    for (const file of [databaseFile(dataFolder), join(vaultFolder(dataFolder), "data.db")]) {
      await removeOldSafetyCopies(file, made.value.made);
    }
    return ok({ ...files, made: made.value.made });
  } finally {
    await drop();
  }
}

/** The copies that are made beside the data, one after the other, and the sealed files, each of which is filled up. */
async function needs({ folder, dataFolder, store }: BackUp) {
  const [ofStore, ofData, ofKeyring] = [
    await store.size(),
    await bytesOf(join(vaultFolder(dataFolder), "data.db")),
    await bytesOf(join(vaultFolder(dataFolder), "keyring.db")),
  ];
  return [
    { folder, bytes: ofStore + mostSealed(ofData) + ofKeyring + 2 * 2 * MEBIBYTE },
    { folder: dataFolder, bytes: Math.max(ofStore, ofData) },
  ];
}
