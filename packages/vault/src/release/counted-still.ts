import { sameMac } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { Counted } from "./release-items.ts";

/** Whether everybody is still there as they were counted: no consent taken back, no hold, nothing coded anew, no case erased. */
export async function areCountedStill(db: Data, members: readonly Counted[]): Promise<boolean> {
  for (const { case: id, word } of members) {
    const row = await db.selectFrom("coded").select("word").where("case_id", "=", id).executeTakeFirst();
    if (row === undefined || row.word === null || (word !== null && !sameMac(row.word, word))) return false;
  }
  return true;
}
