import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import { z } from "zod";
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

/** Where one of them lies and what stands in it; undefined in those of before there was one. */
export interface PartOfBackup {
  readonly of: BackupOf;
  readonly manifest: Manifest | undefined;
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
