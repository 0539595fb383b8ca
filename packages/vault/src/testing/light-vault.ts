import { join } from "node:path";
import { DAY, type Duration, languageTag, type Timestamp } from "@commonhall/domain";
import { type FakeClock, fakeClock } from "@commonhall/testkit";
import type { VaultAlarm } from "../core.ts";
import { fileSealer } from "../files/seal-files.ts";
import type { Intake, SubmitOptions } from "../intake/ports.ts";
import { openVault, type Vault, type VaultOptions } from "../open-vault.ts";
import { LIGHT, PEPPER } from "./light-core.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface LightVault extends AsyncDisposable {
  readonly vault: Vault;
  readonly clock: FakeClock;
  readonly alarms: readonly VaultAlarm[];
  /** Where its two files lie. */
  readonly folder: string;
  /** Ends this one and opens the same files again. */
  readonly reopen: () => Promise<Vault>;
  /** Time goes by as it does in a program that runs: it is swept all the while. */
  readonly passes: (time: Duration) => Promise<void>;
}

const WEEK = 7 * DAY;

const sealer = fileSealer({ cleanImage: async () => undefined });

export async function lightVault(changes: Partial<VaultOptions> = {}, start?: Timestamp): Promise<LightVault> {
  const root = await temporaryFolder();
  const folder = join(root.path, "vault");
  const clock = fakeClock(start);
  const alarms: VaultAlarm[] = [];
  const open = () =>
    openVault({
      folder,
      clock,
      pepper: PEPPER,
      stretching: LIGHT,
      files: sealer,
      alarm: (alarm) => alarms.push(alarm),
      codesPerMinute: Number.MAX_SAFE_INTEGER,
      ...changes,
    });
  let vault = await open();
  return {
    vault,
    clock,
    alarms,
    folder,
    reopen: async () => {
      await vault.close();
      vault = await open();
      return vault;
    },
    passes: async (time) => {
      for (let left = time; left > 0; left -= WEEK) {
        clock.advance(Math.min(left, WEEK));
        await vault.sweep();
      }
    },
    [Symbol.asyncDispose]: async () => {
      await vault.close();
      await root[Symbol.asyncDispose]();
    },
  };
}

export const ENGLISH = languageTag("en")!;

export const intakeOf = (changes: Partial<Intake> = {}): Intake => ({
  language: ENGLISH,
  happened: ["wages"],
  story: "They kept my passport.",
  consents: [],
  files: [],
  ...changes,
});

export const FROM_WEB: SubmitOptions = { code: "wanted", channel: "web", quarantined: false };
export const passphraseOf = (id: string): string => `${id} walks under seven green umbrellas`;
