import { access, mkdir } from "node:fs/promises";
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

/** One of the two files is there and the other is not: nothing is made in its place, where somebody may look for it. */
class HalfAVault extends Error {
  readonly code: "COMMONHALL_NO_KEYRING" | "COMMONHALL_NO_DATA";
  constructor(code: HalfAVault["code"]) {
    super("One file of the vault is not there");
    this.code = code;
  }
}

/**
 * `patience`: how often what finds a file held by another process is tried again; about five seconds without one. A copy
 * before an upgrade is kept of the data alone: an old keyring that lies about would bring back what was erased.
 * `keyringIsLost`: an empty one is made, to be filled from its copy. Without it a new keyring would be copied over the last
 * good one with the next backup.
 */
export async function openVaultFiles(
  folder: string,
  patience?: number,
  beforeUpgrade?: (upgrade: Upgrade) => Promise<void>,
  keyringIsLost = false,
): Promise<VaultFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, DATA_FILE);
  const hasKeyring = await isThere(join(folder, KEYRING_FILE));
  if (hasKeyring && !(await isThere(file))) throw new HalfAVault("COMMONHALL_NO_DATA");
  const data = await openSealedDatabase<DataSchema>(file, dataMigrations, patience, beforeUpgrade);
  if (!hasKeyring && !keyringIsLost && (await hasBegun(data))) {
    data.close();
    throw new HalfAVault("COMMONHALL_NO_KEYRING");
  }
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

/** Somebody has keys: before that a start that was cut short may have left the first file alone. */
const hasBegun = async ({ db }: SealedDatabase<DataSchema>): Promise<boolean> =>
  (await db.selectFrom("staff_key").select("id").limit(1).executeTakeFirst()) !== undefined;

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

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
