import type { Core } from "../core.ts";
import type { CaseStatus, DataSchema } from "../database/schema.ts";
import type { Data } from "../database/vault-files.ts";
import type { Chunk } from "../files/ports.ts";
import { type CaseId, newCaseId, newId } from "../ids.ts";
import { boxKey } from "../keys/curves.ts";
import type { Roster } from "../keys/roster.ts";
import { intakeReaders, recoveryAmong, staffAmong } from "../keys/readers.ts";
import { sealVouched } from "../seal/vouching.ts";
import { weekIn, type Week, weekOf } from "../weeks.ts";
import { firstCard, sealCard } from "./card.ts";
import { newCaseKey, keepEraseKeys, wrapCaseKey, type WrappedKey } from "./case-key.ts";
import { type Copy, firstWord, keepCopies } from "./case-word.ts";
import { CASE, entryLabel } from "./labels.ts";
import { chunkEnd, UNVERIFIED_FOR } from "./retention.ts";
import type { Report, ToldEntry } from "./told.ts";

/** A sealed case, ready to be kept: nothing readable is left of it. */
export interface PreparedCase {
  readonly id: CaseId;
  readonly publicKey: string;
  readonly eraseKey: WrappedKey["eraseKey"];
  readonly row: DataSchema["sealed_case"];
  readonly readers: readonly string[];
  readonly entry: DataSchema["entry"];
  readonly word: { readonly row: DataSchema["case_word"]; readonly copy: Copy };
}

/** Seals a report to every caseworker of the roster and to the recovery key (anonymity.md 3.3). */
export async function prepareCase(
  core: Core,
  roster: Roster,
  status: CaseStatus,
  report: Report,
): Promise<PreparedCase> {
  const id = newCaseId();
  const pair = newCaseKey();
  const readers = intakeReaders(roster);
  const wrapped = await wrapCaseKey(id, pair, readers);
  const now = core.clock();
  const row = {
    id,
    week: weekOf(now),
    status,
    erase_after: weekIn(now, UNVERIFIED_FOR),
    public_key: pair.public,
    mac: caseMac(core, id, pair.public),
    erase_key: wrapped.eraseKey.id,
    wrap: wrapped.wrap,
    card: await sealCard(core, id, pair, firstCard(report)),
    recovery: recoveryAmong(readers),
    key_week: null,
  };
  const entry = await sealTold(core, id, pair.public, 0, report);
  const staff = staffAmong(readers.map((reader) => reader.id));
  return {
    id,
    publicKey: pair.public,
    eraseKey: wrapped.eraseKey,
    row,
    readers: staff,
    entry,
    word: firstWord(core, row, entry.id),
  };
}

/** The key first: a case without its key would be lost, a key without its case opens nothing. */
export async function keepCase(
  core: Core,
  prepared: PreparedCase,
  chunks: readonly Chunk[],
  alongside: (db: Data) => Promise<void>,
): Promise<void> {
  await core.files.keyring.db.transaction().execute(async (db) => {
    await keepEraseKeys(db, [prepared.eraseKey]);
    await keepCopies(db, [prepared.word.copy]);
  });
  await core.files.data.db.transaction().execute(async (db) => {
    await db.insertInto("sealed_case").values(prepared.row).execute();
    await db.insertInto("case_word").values(prepared.word.row).execute();
    await db
      .insertInto("case_reader")
      .values(prepared.readers.map((reader) => ({ reader, case_id: prepared.id })))
      .execute();
    await db.insertInto("entry").values(prepared.entry).execute();
    await keepChunks(db, chunks, prepared.row.erase_after);
    await alongside(db);
  });
}

/** Nothing links a chunk to its case; it has an end of its own that whoever opens the case moves on with the case's. */
export async function keepChunks(db: Data, chunks: readonly Chunk[], eraseAfter: Week): Promise<void> {
  for (const { id, bytes } of chunks) {
    await db
      .insertInto("chunk")
      .values({ id, bytes, erase_after: chunkEnd(eraseAfter) })
      .execute();
  }
}

/**
 * Needs nobody's private key: the form and the return channel seal so. The worker has no key to sign with; the program
 * vouches for it instead, so that nobody who can write the file can put words into a worker's mouth. `n` is how many
 * entries the case had before.
 */
export async function sealTold(
  core: Core,
  id: CaseId,
  casePublic: string,
  n: number,
  told: ToldEntry,
): Promise<DataSchema["entry"]> {
  const entry = newId();
  const reader = { id: CASE, key: boxKey(casePublic) };
  const sealed = await sealVouched(core, [reader], entryLabel(id, entry), { n, told });
  return { case_id: id, id: entry, sealed };
}

/** Binds the public key to its case, or whoever can write the file could have workers' messages sealed to himself. */
export const caseMac = (core: Core, id: CaseId, publicKey: string): string => core.mac("case", id, publicKey);
