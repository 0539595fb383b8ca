import { rename } from "node:fs/promises";
import { ok, type Result } from "@commonhall/domain";
import { copyToPostgres, type CopyRefused, type RowsCopied } from "./copy-to-postgres.ts";

export interface StoreMoved {
  readonly rows: RowsCopied;
  /** Where the file lies from now on, as it was. */
  readonly kept: string;
}

/**
 * Carries a store from its file into an empty database of PostgreSQL, and takes the file out of the way. Where a move was
 * cut off in between, the next one finds the same rows there, and ends it.
 */
export async function moveToPostgres(
  file: string,
  postgres: string,
  kept: string,
): Promise<Result<StoreMoved, CopyRefused>> {
  const copied = await copyToPostgres(file, postgres, { mayBeThere: true });
  if (!copied.ok) return copied;
  await rename(file, kept);
  return ok({ rows: copied.value, kept });
}
