import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import type { BackupOf } from "./backup-file.ts";

/** Stands sealed in each file of a backup, the same in all of them: so that files of different days are noticed. */
export interface Manifest {
  /** Random. */
  readonly backup: string;
  readonly made: Timestamp;
  /** The version that made it. */
  readonly program: string;
}

export const manifestSchema = z.strictObject({ backup: z.string(), made: z.int(), program: z.string() });

/** What stands in one file of a backup; undefined in those of before there was one. */
export interface PartOfBackup {
  readonly of: BackupOf;
  readonly manifest: Manifest | undefined;
  /** That the vault wrote it. */
  readonly mac?: string | undefined;
}

/**
 * The recovery key's public half stands in each file of a backup, so whoever has one can seal another to it: a store with
 * themselves as its administrator, for example. They lack the pepper, and with it this.
 */
export const macOfPart = (mac: Core["mac"], of: BackupOf, { backup, made, program }: Manifest): string =>
  mac("backup", of, backup, String(made), program);

export interface Forged {
  readonly type: "forged";
  readonly of: BackupOf;
}

/** One that no program with this vault's pepper wrote; undefined where all are ours, or from before there were manifests. */
export function forgedAmong(mac: Core["mac"], parts: readonly PartOfBackup[]): Forged | undefined {
  if (parts.every(({ manifest }) => manifest === undefined)) return undefined;
  const forged = parts.find(
    ({ of, manifest, mac: own }) =>
      manifest === undefined || own === undefined || !sameMac(own, macOfPart(mac, of, manifest)),
  );
  return forged && { type: "forged", of: forged.of };
}

export interface MixedBackup {
  readonly type: "mixed backup";
  readonly parts: readonly PartOfBackup[];
}

/** Their manifest; undefined where none has one. */
export function oneBackup(parts: readonly PartOfBackup[]): Result<Manifest | undefined, MixedBackup> {
  const [first, ...others] = parts.map(({ manifest }) => manifest);
  const same = others.every((one) => one?.backup === first?.backup);
  return same ? ok(first) : err({ type: "mixed backup", parts });
}
