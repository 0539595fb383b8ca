import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { CaseId } from "../ids.ts";
import { readWord } from "./case-word.ts";

/** Whether a case is in a bulletin, by the program's word. Of a case that is no more nothing is kept that could tell. */
export const isReleased = async (core: Core, db: Data, id: CaseId): Promise<boolean> =>
  (await readWord(core, db, id))?.released ?? false;

/** Those of them that are. */
export async function releasedAmong(core: Core, db: Data, ids: readonly CaseId[]): Promise<ReadonlySet<CaseId>> {
  const found = new Set<CaseId>();
  for (const id of ids) if (await isReleased(core, db, id)) found.add(id);
  return found;
}
