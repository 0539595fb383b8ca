import { access } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Clock, type Result } from "@commonhall/domain";
import type { Log } from "@commonhall/federation";
import { fileSealer, imageCleaner, openVault, readPepper, type Vault } from "@commonhall/vault";
import { vaultFolder } from "../data-folder.ts";

export interface SealedOptions {
  readonly dataFolder: string;
  readonly pepperFile: string;
  readonly clock: Clock;
  readonly log: Log;
}

export type SealedRefused =
  /** There is something sealed, and the file that it cannot be opened without has gone. */
  | { readonly type: "pepper missing"; readonly file: string }
  | { readonly type: "pepper wrong"; readonly file: string }
  /** What the system or the database says: `EACCES`, `SQLITE_NOTADB`. */
  | { readonly type: "vault"; readonly folder: string; readonly detail: string };

/** Opens what is sealed. On the first start of a node the pepper is made, and its owner is told what to do with it. */
export async function openSealed(options: SealedOptions): Promise<Result<Vault, SealedRefused>> {
  const { dataFolder, pepperFile, clock, log } = options;
  const folder = vaultFolder(dataFolder);
  // A new pepper would not open it either, and would lie where the right one belongs.
  if ((await isThere(join(folder, "data.db"))) && !(await isThere(pepperFile))) {
    return err({ type: "pepper missing", file: pepperFile });
  }
  try {
    const pepper = await readPepper(pepperFile);
    if (pepper.made) log.warn("a pepper was made: keep a copy of it apart from the data", { file: pepperFile });
    if (pepper.exposed) log.warn("others on this machine may read the pepper", { file: pepperFile });
    const files = fileSealer({ cleanImage: imageCleaner() });
    const alarm = (what: string) => log.error(`vault: ${what}`);
    return ok(await openVault({ folder, pepper: pepper.bytes, clock, files, alarm }));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/pepper/.test(error.message)) return err({ type: "pepper wrong", file: pepperFile });
    if (!("code" in error) || typeof error.code !== "string") throw error;
    return err({ type: "vault", folder, detail: error.code });
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
