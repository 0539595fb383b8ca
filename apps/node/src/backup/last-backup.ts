import type { Timestamp } from "@commonhall/domain";
import type { Settings } from "@commonhall/store";

const NAME = "backup.made";

/** When all of the node was copied last, as this node knows it; undefined for never. */
export async function lastBackup(settings: Pick<Settings, "get">): Promise<Timestamp | undefined> {
  const kept = Number(await settings.get(NAME));
  return Number.isSafeInteger(kept) && kept > 0 ? kept : undefined;
}

/** As it stands among the settings. */
export const backupMadeAt = (made: Timestamp): Readonly<Record<string, string>> => ({ [NAME]: String(made) });

/** Once all its files are in their places. */
export const rememberBackup = (settings: Pick<Settings, "set">, made: Timestamp): Promise<void> =>
  settings.set(NAME, String(made));
