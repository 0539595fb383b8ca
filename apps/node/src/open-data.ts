import { chmod, mkdir, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { err, ok, type Clock, type Result } from "@commonhall/domain";
import { argon2id, openStore, type Store } from "@commonhall/store";
import { keepSafetyCopy } from "./backup/safety-copy.ts";
import { codeIn, postgresCodeIn } from "./commands/system-refusals.ts";
import { databaseFile, vaultFolder } from "./data-folder.ts";
import type { OpenPepper } from "./vault/pepper.ts";
import { strengthOf } from "./vault/strength.ts";

export type DataRefused =
  /** What the system or the database says of a folder that cannot be used: `EACCES`, `SQLITE_NOTADB`. */
  | { readonly type: "data"; readonly folder: string; readonly detail: string }
  /** What the system or PostgreSQL says of a database that cannot be used: `ECONNREFUSED`, `28P01`. */
  | { readonly type: "database"; readonly detail: string };

export interface DataPlace {
  readonly dataFolder: string;
  /** Of PostgreSQL, where the public store is not in the folder. */
  readonly database?: string;
}

/** Opens the data of a node. The folder is made, and nobody but its owner may look into it. */
export async function openData(
  { dataFolder: folder, database }: DataPlace,
  clock: Clock,
  pepper: OpenPepper,
): Promise<Result<Store, DataRefused>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (await isOurs(folder)) await chmod(folder, 0o700);
    // Asked when there is a passphrase to be kept, so long after this.
    const strength = () => strengthOf(store.settings);
    const passphrases = argon2id({ pepper: asBytes(pepper), strength });
    const file = databaseFile(folder);
    const place = database === undefined ? { file } : { postgres: database, copiesBeside: file };
    const sealing = { passphrases, pepper: asBytes(pepper) };
    const store = await openStore({ ...place, clock, ...sealing, beforeUpgrade: keepSafetyCopy });
    return ok(store);
  } catch (error) {
    const said = database === undefined ? undefined : postgresCodeIn(error);
    if (said !== undefined) return err({ type: "database", detail: said });
    const code = codeIn(error);
    if (code === undefined) throw error;
    return err({ type: "data", folder, detail: code });
  }
}

/** Who hashes has opened what is sealed before, or is about to, and so has been told in words what is wrong with the file. */
const asBytes = (pepper: OpenPepper) => async (): Promise<Uint8Array> => {
  const read = await pepper();
  if (read.ok) return read.value;
  throw new Error(`${read.error.type}: ${read.error.file}`);
};

/** A folder that has something else in it belongs to somebody else as well: `HALL_DATA=/tmp` must not lock the machine up. */
async function isOurs(folder: string): Promise<boolean> {
  const database = basename(databaseFile(folder));
  return (await readdir(folder)).every((name) => name.startsWith(database) || name === basename(vaultFolder(folder)));
}
