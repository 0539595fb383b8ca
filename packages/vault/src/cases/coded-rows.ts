import { randomBytes } from "node:crypto";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { CaseId } from "../ids.ts";
import { openSealed, openUnder, type Reader, sealTo, sealUnder } from "../seal/sealing.ts";
import { dropEraseKeys } from "./case-key.ts";
import { codedLabel } from "./labels.ts";

/**
 * A coded record is sealed to the coding box, and that under an erase key which goes by the id of its case: a consent
 * that was taken back is taken back in every backup, too.
 */
export async function sealCoded(core: Core, id: CaseId, box: Reader, record: unknown): Promise<string> {
  const { db } = core.files.keyring;
  const fresh = { id, key: randomBytes(32).toString("base64url") };
  await db
    .insertInto("erase_key")
    .values(fresh)
    .onConflict((at) => at.doNothing())
    .execute();
  const { key } = await db.selectFrom("erase_key").select("key").where("id", "=", id).executeTakeFirstOrThrow();
  return sealUnder(Buffer.from(key, "base64url"), codedLabel(id), await sealTo([box], codedLabel(id), record));
}

/** Undefined where it was taken back, and for whoever does not hold the box. */
export async function openCoded(
  core: Core,
  { case_id: id, sealed }: Pick<DataSchema["coded"], "case_id" | "sealed">,
  box: Reader,
): Promise<unknown> {
  const { db } = core.files.keyring;
  const row = await db.selectFrom("erase_key").select("key").where("id", "=", id).executeTakeFirst();
  if (row === undefined) return undefined;
  const inner = await openUnder(Buffer.from(row.key, "base64url"), codedLabel(id), sealed);
  return typeof inner === "string" ? openSealed(inner, codedLabel(id), box) : undefined;
}

/** Their rows have to go as well, before or afterwards. */
export const forgetCoded = (core: Core, ids: readonly CaseId[]): Promise<void> => dropEraseKeys(core, ids);
