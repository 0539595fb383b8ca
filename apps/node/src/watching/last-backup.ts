import type { Timestamp } from "@commonhall/domain";
import type { Settings } from "@commonhall/store";
import { startOfWeek, type VaultDoor } from "@commonhall/vault";
import { lastBackup } from "../backup/last-backup.ts";

/** What is known of copies of the node. */
export interface Backups {
  /** When the last one was made that would bring the node back; undefined for never. */
  lastBackup(): Promise<Timestamp | undefined>;
}

/**
 * Of a copy that was made before all of the node was copied at once only the vault knows, and it keeps of the keyring's the
 * week and nothing finer: it may be up to seven days younger.
 */
export const backupsOf = (settings: Pick<Settings, "get">, door: Pick<VaultDoor, "state">): Backups => ({
  lastBackup: async () => {
    const whole = await lastBackup(settings);
    if (whole !== undefined) return whole;
    const { keyringCopy } = await door.state();
    return keyringCopy === undefined ? undefined : startOfWeek(keyringCopy);
  },
});
