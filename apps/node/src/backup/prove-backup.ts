import { tmpdir } from "node:os";
import { err, ok, type Result } from "@commonhall/domain";
import { proveStore, type StoreProof } from "@commonhall/store";
import {
  type Manifest,
  type MixedBackup,
  type NotProven,
  proveVault,
  readBackupBytes,
  type RestoreRefused,
  type VaultProof,
} from "@commonhall/vault";
import type { BackupFiles } from "./backup-files.ts";
import { ownTemporaryFolder } from "../files/own-temporary-folder.ts";
import { manifestOf } from "./restore-node.ts";

export interface BackupProof {
  /** Undefined in a backup of before backups said so. */
  readonly manifest: Manifest | undefined;
  readonly store: Extract<StoreProof, { readonly type: "good" }>;
  readonly vault: VaultProof;
}

export type BackupNotProven =
  | RestoreRefused
  | MixedBackup
  | NotProven
  | { readonly type: "store"; readonly proof: Exclude<StoreProof, { type: "good" }> };

/**
 * Opens a backup as `restoreNode` does, without a node and without touching one: what lies in it in the clear in memory
 * alone, what is sealed in itself in a folder of its own that is gone afterwards.
 */
export async function proveBackup(
  files: BackupFiles,
  papers: readonly string[],
): Promise<Result<BackupProof, BackupNotProven>> {
  const manifest = await manifestOf(files, papers, false);
  if (!manifest.ok) return manifest;
  const bytes = await readBackupBytes(files.store, papers, "store");
  if (!bytes.ok) return bytes;
  const store = proveStore(bytes.value);
  bytes.value.fill(0);
  if (store.type !== "good") return err({ type: "store", proof: store });
  await using folder = await ownTemporaryFolder(tmpdir(), "hall-drill");
  const vault = await proveVault({ ...files, papers, folder: folder.path, with: [manifest.value.store] });
  return vault.ok ? ok({ manifest: manifest.value.manifest, store, vault: vault.value }) : vault;
}
