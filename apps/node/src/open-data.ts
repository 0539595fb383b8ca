import { chmod, mkdir, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { err, ok, type Clock, type Result } from "@commonhall/domain";
import { openStore, type Store } from "@commonhall/store";
import { databaseFile, vaultFolder } from "./data-folder.ts";

/** What the system or the database says of a folder that cannot be used: `EACCES`, `SQLITE_NOTADB`. */
export interface DataRefused {
  readonly type: "data";
  readonly folder: string;
  readonly detail: string;
}

/** Opens the data of a node. The folder is made, and nobody but its owner may look into it. */
export async function openData(folder: string, clock: Clock): Promise<Result<Store, DataRefused>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (await isOurs(folder)) await chmod(folder, 0o700);
    return ok(await openStore({ file: databaseFile(folder), clock }));
  } catch (error) {
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
    if (code === undefined) throw error;
    return err({ type: "data", folder, detail: code });
  }
}

/** A folder that has something else in it belongs to somebody else as well: `HALL_DATA=/tmp` must not lock the machine up. */
async function isOurs(folder: string): Promise<boolean> {
  const database = basename(databaseFile(folder));
  return (await readdir(folder)).every((name) => name.startsWith(database) || name === basename(vaultFolder(folder)));
}
