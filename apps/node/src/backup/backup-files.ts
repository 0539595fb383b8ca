import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type PlainDate, type Result } from "@commonhall/domain";

/** Where the three parts of a backup of a node lie. */
export interface BackupFiles {
  readonly store: string;
  readonly data: string;
  readonly keyring: string;
}

/** A day's parts lie beside those of other days, but for the keyring: what was erased stays gone only where no older one lies about. */
export const backupFiles = (folder: string, date: PlainDate): BackupFiles => ({
  store: join(folder, `node-store-${date}.sealed`),
  data: join(folder, `vault-data-${date}.sealed`),
  keyring: join(folder, KEYRING),
});

const KEYRING = "vault-keyring.sealed";
const STORE = /^node-store-(\d{4}-\d{2}-\d{2})\.sealed$/;

export type NotFound =
  | { readonly type: "no such folder"; readonly folder: string }
  /** `wanted` is the name of what is missing there. */
  | { readonly type: "not all there"; readonly folder: string; readonly wanted: string };

export interface Wanted {
  /** As `2026-11-22`; the last one where nothing is said. */
  readonly of?: string;
  /** Where the keyring's part is kept apart from the others, as it should be. */
  readonly keyring?: string;
}

/** The parts of one backup among those that `hall backup` wrote into a folder. */
export async function findBackup(folder: string, { of, keyring }: Wanted): Promise<Result<BackupFiles, NotFound>> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return err({ type: "no such folder", folder });
  const dates = names.flatMap((name) => STORE.exec(name)?.[1] ?? []).toSorted();
  const date = of ?? dates.at(-1) ?? "DATE";
  const files = {
    store: join(folder, `node-store-${date}.sealed`),
    data: join(folder, `vault-data-${date}.sealed`),
    keyring: keyring ?? join(folder, KEYRING),
  };
  for (const file of Object.values(files)) {
    if (!(await isFile(file))) return err({ type: "not all there", folder, wanted: file });
  }
  return ok(files);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
