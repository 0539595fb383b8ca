import type { Timestamp } from "@commonhall/domain";
import { startOfWeek, type VaultDoor } from "@commonhall/vault";

/** What is known of copies of the node. */
export interface Backups {
  /** When the last one was made that would bring the sealed part back; undefined for never. */
  lastBackup(): Promise<Timestamp | undefined>;
}

/** Of a copy of the keyring the vault keeps the week and nothing finer, so it may be up to seven days younger. */
export const backupsOf = (door: Pick<VaultDoor, "state">): Backups => ({
  lastBackup: async () => {
    const { keyringCopy } = await door.state();
    return keyringCopy === undefined ? undefined : startOfWeek(keyringCopy);
  },
});
