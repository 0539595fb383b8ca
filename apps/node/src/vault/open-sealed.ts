import { access } from "node:fs/promises";
import { err, ok, type Clock, type Result } from "@commonhall/domain";
import type { Log } from "@commonhall/federation";
import { fileSealer, imageCleaner, openVault, type Stretching, type Vault, type VaultAlarm } from "@commonhall/vault";
import { keepSafetyCopy } from "../backup/safety-copy.ts";
import { codeIn } from "../commands/system-refusals.ts";
import { vaultFolder } from "../data-folder.ts";
import type { OpenPepper, PepperRefused } from "./pepper.ts";

export interface SealedOptions {
  readonly dataFolder: string;
  readonly pepper: OpenPepper;
  readonly pepperFile: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly codesPerMinute?: number;
  /** Whether a vault is made where there is none; so where nothing is said. */
  readonly begins?: boolean;
  /** It is opened to bring the keyring back, which may not be there. */
  readonly keyringIsLost?: boolean;
  /** Of passphrases; the least where nothing is said. */
  readonly strength?: () => Promise<Stretching>;
}

export type SealedRefused =
  | PepperRefused
  /** There is a centre, and what is sealed of it lies elsewhere. */
  | { readonly type: "vault elsewhere"; readonly folder: string }
  /** What the system or the database says: `EACCES`, `SQLITE_NOTADB`. */
  | { readonly type: "vault"; readonly folder: string; readonly detail: string };

/** Opens what is sealed. */
export async function openSealed(options: SealedOptions): Promise<Result<Vault, SealedRefused>> {
  const { dataFolder, pepperFile, clock, log, codesPerMinute, strength, keyringIsLost } = options;
  const folder = vaultFolder(dataFolder);
  if (options.begins === false && !(await isThere(folder))) return err({ type: "vault elsewhere", folder });
  const pepper = await options.pepper();
  if (!pepper.ok) return pepper;
  try {
    const files = fileSealer({ cleanImage: imageCleaner() });
    const alarm = (what: VaultAlarm) => log.error(`vault: ${what}`);
    const limits = {
      ...(codesPerMinute === undefined ? {} : { codesPerMinute }),
      ...(strength === undefined ? {} : { strength }),
      ...(keyringIsLost === undefined ? {} : { keyringIsLost }),
    };
    return ok(
      await openVault({ folder, pepper: pepper.value, clock, files, alarm, beforeUpgrade: keepSafetyCopy, ...limits }),
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/pepper/.test(error.message)) return err({ type: "pepper wrong", file: pepperFile });
    const code = codeIn(error);
    if (code === undefined) throw error;
    return err({ type: "vault", folder, detail: code });
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
