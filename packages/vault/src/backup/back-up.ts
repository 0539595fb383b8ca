import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import { temporaryName } from "../database/leftovers.ts";
import { programSigner } from "../desk/actor.ts";
import { currentRoster } from "../keys/roster-shelf.ts";
import { weekOf } from "../weeks.ts";
import { type BackupOf, writeBackup } from "./backup-file.ts";
import { rememberCopy, whatAsks } from "./copy-due.ts";

export type NoBackup = { readonly type: "not founded" } | { readonly type: "no recovery key" };

/**
 * One of the two files, sealed to the recovery key, as a new file. `data` may be kept for months; a copy of `keyring` is
 * overwritten by the next one and never older than fourteen days, because what was erased stays gone only where the old
 * keyrings are. The keyring's backup carries the pepper.
 */
export async function backUp(core: Core, of: BackupOf, file: string): Promise<Result<undefined, NoBackup>> {
  const roster = await currentRoster(core);
  if (roster === undefined) return err({ type: "not founded" });
  if (roster.recovery === null) return err({ type: "no recovery key" });
  const asked = await whatAsks(core);
  await writeBackup(file, of, roster.recovery, of === "data" ? dataBytes(core) : keyringBytes(core));
  await core.files.data.db.transaction().execute(async (db) => {
    if (of === "keyring") await rememberCopy(db, weekOf(core.clock()), asked);
    await writeAudit(core, db, roster, programSigner(core), { what: "backed up" });
  });
  return ok();
}

/** By way of a copy beside the file, which is as sealed as the file itself. */
async function* dataBytes(core: Core): AsyncIterable<Uint8Array> {
  const copy = join(core.files.folder, temporaryName("data.copy"));
  try {
    // For its owner alone, from the first byte on.
    await (await open(copy, "wx", 0o600)).close();
    await core.files.data.copyTo(copy);
    yield* createReadStream(copy);
  } finally {
    for (const name of [copy, `${copy}-wal`, `${copy}-shm`, `${copy}-journal`]) await rm(name, { force: true });
  }
}

/** In memory only. */
async function* keyringBytes(core: Core): AsyncIterable<Uint8Array> {
  yield core.pepper;
  yield await core.files.keyring.serialize();
}
