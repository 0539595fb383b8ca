import { join } from "node:path";
import type { Clock } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { type Core, openCore, type VaultAlarm } from "../core.ts";
import { openVaultFiles } from "../database/vault-files.ts";
import type { Stretching } from "../keys/stretching.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** As little work as Argon2id allows. */
export const LIGHT: Stretching = { kibibytes: 8, passes: 1 };
export const PEPPER = new Uint8Array(32).fill(1);

export interface LightCore extends Core, AsyncDisposable {
  readonly alarms: readonly VaultAlarm[];
}

/** The files of a vault of their own, in a folder that goes at the end of the test. */
export async function lightCore(clock: Clock = fakeClock()): Promise<LightCore> {
  const folder = await temporaryFolder();
  const files = await openVaultFiles(join(folder.path, "vault"));
  const alarms: VaultAlarm[] = [];
  const core = await openCore({
    files,
    clock,
    pepper: PEPPER,
    stretching: LIGHT,
    strength: async () => LIGHT,
    alarm: (alarm) => alarms.push(alarm),
  });
  return {
    ...core,
    alarms,
    [Symbol.asyncDispose]: async () => {
      files.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
