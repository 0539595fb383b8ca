import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import { temporaryName } from "../database/leftovers.ts";
import type { Snapshot } from "../database/snapshot.ts";
import { programSigner } from "../desk/actor.ts";
import { newId } from "../ids.ts";
import { currentRoster } from "../keys/roster-shelf.ts";
import { weekOf } from "../weeks.ts";
import { type BackupOf, writeBackup } from "./backup-file.ts";
import { lastSize, rememberCopy, rememberSize, whatAsks } from "./copy-due.ts";
import { macOfPart, type Manifest } from "./manifest.ts";
import { sealedSize } from "./sealed-size.ts";

export type NoBackup = { readonly type: "not founded" } | { readonly type: "no recovery key" };

/** The rest of the node, as it stood at one moment. */
export interface StoreSnapshot extends AsyncDisposable {
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

type TakeStore = () => Promise<StoreSnapshot>;

export interface BackupWanted {
  /** Of the program that makes it. */
  readonly program: string;
  /** Where each part goes: to a file that is not there yet. */
  readonly data?: string;
  readonly keyring?: string;
  readonly store?: { readonly file: string; readonly snapshot: TakeStore };
}

/**
 * The parts that are asked for, each sealed to the recovery key as a new file, and all as they stood at one moment. `data`
 * and the store may be kept for months; a copy of `keyring` is overwritten by the next one and never older than fourteen
 * days, because what was erased stays gone only where the old keyrings are. The keyring's backup carries the pepper.
 */
export async function backUp(core: Core, wanted: BackupWanted): Promise<Result<Manifest, NoBackup>> {
  const roster = await currentRoster(core);
  if (roster === undefined) return err({ type: "not founded" });
  const { recovery } = roster;
  if (recovery === null) return err({ type: "no recovery key" });
  const asked = await whatAsks(core);
  const manifest = { backup: newId(), made: core.clock(), program: wanted.program };
  const { data, keyring, store } = wanted;
  const write = (of: BackupOf, to: string, bytes: AsyncIterable<Uint8Array>, chunks?: (needed: number) => number) =>
    writeBackup(to, { of, manifest, mac: macOfPart(core.mac, of, manifest) }, recovery, bytes, chunks);
  const before = await lastSize(core);
  let size = before;
  const sized = (needed: number): number => {
    size = sealedSize(needed, weekOf(manifest.made), before);
    return size.mebibytes;
  };
  {
    await using moment = await takeMoment(core, store?.snapshot);
    if (store !== undefined && moment.store !== undefined) await write("store", store.file, moment.store.bytes());
    if (data !== undefined) await write("data", data, dataBytes(core, moment.data), sized);
    if (keyring !== undefined) await write("keyring", keyring, keyringBytes(core, moment.keyring));
  }
  await core.files.data.db.transaction().execute(async (db) => {
    if (size !== undefined) await rememberSize(db, size);
    if (keyring !== undefined) await rememberCopy(db, weekOf(manifest.made), asked);
    await writeAudit(core, db, roster, programSigner(core), { what: "backed up" });
  });
  return ok(manifest);
}

interface Moment extends AsyncDisposable {
  readonly data: Snapshot;
  readonly keyring: Snapshot;
  readonly store: StoreSnapshot | undefined;
}

/**
 * While nobody can write to the data, which is for a few milliseconds. A key is in the keyring before anything is sealed
 * under it, and what it opened is renewed before it goes, so that the keyring of such a moment opens all data of that
 * moment but for what is just being erased. The vault says that something is out only after the store has it.
 */
async function takeMoment({ files }: Core, ofStore: TakeStore | undefined): Promise<Moment> {
  return files.data.db.transaction().execute(async (db) => {
    // Its first statement: from here on the write lock is held.
    await db.selectFrom("vault").select("name").limit(1).execute();
    const data = files.data.snapshot();
    const keyring = files.keyring.snapshot();
    const close = () => {
      data[Symbol.dispose]();
      keyring[Symbol.dispose]();
    };
    try {
      const store = await ofStore?.();
      return {
        data,
        keyring,
        store,
        [Symbol.asyncDispose]: async () => {
          close();
          await store?.[Symbol.asyncDispose]();
        },
      };
    } catch (error) {
      close();
      throw error;
    }
  });
}

/** By way of a copy beside the file, which is as sealed as the file itself. */
async function* dataBytes(core: Core, snapshot: Snapshot): AsyncIterable<Uint8Array> {
  const copy = join(core.files.folder, temporaryName("data.copy"));
  try {
    // For its owner alone, from the first byte on.
    await (await open(copy, "wx", 0o600)).close();
    await snapshot.copyTo(copy);
    yield* createReadStream(copy);
  } finally {
    for (const name of [copy, `${copy}-wal`, `${copy}-shm`, `${copy}-journal`]) await rm(name, { force: true });
  }
}

/** In memory only. */
async function* keyringBytes(core: Core, snapshot: Snapshot): AsyncIterable<Uint8Array> {
  yield core.pepper;
  yield snapshot.serialize();
}
