import { type Audited, writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { RegisterId } from "../ids.ts";
import type { Roster } from "../keys/roster.ts";
import type { Signer } from "../seal/signing.ts";
import type { DroppedFor } from "./ports.ts";
import {
  forgetKeyOf,
  type KeptItem,
  readItems,
  type ReleaseItem,
  type SealedItem,
  sealItem,
  writeItem,
} from "./release-items.ts";

export interface By {
  readonly roster: Roster;
  readonly signer: Signer;
}

/**
 * For good: its signatures are forgotten, and a copy of the row with them opens no more. Of whom it was said stays known
 * until nothing of them waits any longer, because on the level that it had they are released no more. False where somebody
 * else was faster.
 */
export const dropItem = (core: Core, by: By, item: KeptItem, droppedFor: DroppedFor): Promise<boolean> =>
  changeItem(core, item, { ...item, state: "dropped", droppedFor, approval: null }, { by, what: "dropped a release" });

/** Puts an item in the place of what was read, with a line of the audit, and what belongs into the same commit. */
export async function changeItem(
  core: Core,
  before: KeptItem,
  after: ReleaseItem,
  { by, what }: { readonly by: By; readonly what: Audited },
  alongside: (db: Data) => Promise<boolean> = async () => true,
): Promise<boolean> {
  const sealed = await sealItem(core, after, before.eraseKey);
  const written = await commit(core, sealed, async (db) => {
    if (!(await alongside(db))) return false;
    await writeAudit(core, db, by.roster, by.signer, { what });
    return true;
  });
  await forgetKeyOf(core, sealed, written);
  return written;
}

/** The same where nobody has done anything that the audit should know of. */
export async function rewriteItem(core: Core, before: KeptItem, after: ReleaseItem): Promise<void> {
  const sealed = await sealItem(core, after, before.eraseKey);
  await forgetKeyOf(core, sealed, await writeItem(core.files.data.db, sealed));
}

async function commit(core: Core, sealed: SealedItem, also: (db: Data) => Promise<boolean>): Promise<boolean> {
  try {
    await core.files.data.db.transaction().execute(async (db) => {
      if (!(await writeItem(db, sealed)) || !(await also(db))) throw new NotWritten();
    });
    return true;
  } catch (error) {
    if (error instanceof NotWritten) return false;
    throw error;
  }
}

/** Undoes a commit. */
class NotWritten extends Error {}

/** Somebody who is in a bulletin turns out to be one of those of whom something else waits: that is released no more. */
export async function waitingOf(core: Core, persons: readonly RegisterId[]): Promise<readonly KeptItem[]> {
  if (persons.length === 0) return [];
  const named = new Set<string>(persons);
  const items = await readItems(core);
  return items.filter(
    ({ state, release, members, others }) =>
      state === "waiting" &&
      release.type === "bulletin" &&
      [...members, ...others].some((one) => [one.person, ...one.persons].some((person) => named.has(person))),
  );
}
