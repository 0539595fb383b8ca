import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import { dataMigrations, keyringMigrations } from "./migrations.ts";
import type { DataSchema, KeyringSchema } from "./schema.ts";
import { openSealedDatabase, type SealedDatabase } from "./sealed-file.ts";
import type { Upgrade } from "./upgrade.ts";

export type Data = Kysely<DataSchema>;
export type Keyring = Kysely<KeyringSchema>;

/** `data.db` and `keyring.db`: two files, because one is backed up for months and the other is overwritten (anonymity.md 3.6). */
export interface VaultFiles {
  readonly folder: string;
  readonly data: SealedDatabase<DataSchema>;
  readonly keyring: SealedDatabase<KeyringSchema>;
  /** What was deleted is gone from both files and their logs; false where it has to be asked again. */
  readonly scrub: () => Promise<boolean>;
  readonly close: () => void;
}

export const KEYRING_FILE = "keyring.db";
export const DATA_FILE = "data.db";

/**
 * `patience`: how often what finds a file held by another process is tried again; about five seconds without one. A copy
 * before an upgrade is kept of the data alone: an old keyring that lies about would bring back what was erased.
 */
export async function openVaultFiles(
  folder: string,
  patience?: number,
  beforeUpgrade?: (upgrade: Upgrade) => Promise<void>,
): Promise<VaultFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, DATA_FILE);
  const data = await openSealedDatabase<DataSchema>(file, dataMigrations, patience, beforeUpgrade);
  const keyring = await openKeyring(folder, patience, data);
  return {
    folder,
    data,
    keyring,
    scrub: async () => (await Promise.all([data.scrub(), keyring.scrub()])).every(Boolean),
    close: () => {
      data.close();
      keyring.close();
    },
  };
}

async function openKeyring(
  folder: string,
  patience: number | undefined,
  data: SealedDatabase<DataSchema>,
): Promise<SealedDatabase<KeyringSchema>> {
  try {
    return await openSealedDatabase<KeyringSchema>(join(folder, KEYRING_FILE), keyringMigrations, patience);
  } catch (error) {
    data.close();
    throw error;
  }
}
