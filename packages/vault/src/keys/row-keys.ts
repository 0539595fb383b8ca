import { randomBytes } from "node:crypto";
import type { Core } from "../core.ts";
import { type Label, openSealed, openUnder, type Reader, sealTo, sealUnder } from "../seal/sealing.ts";

/**
 * For rows that end before their case does, or after it: sealed to their readers, and that under an erase key of their
 * own, which goes by the row's name. When the key goes, the row is gone from every backup, too.
 */
export async function sealRow(
  core: Core,
  name: string,
  label: Label,
  readers: readonly Reader[],
  value: unknown,
): Promise<string> {
  const { db } = core.files.keyring;
  const fresh = { id: name, key: randomBytes(32).toString("base64url") };
  await db
    .insertInto("erase_key")
    .values(fresh)
    .onConflict((at) => at.doNothing())
    .execute();
  const { key } = await db.selectFrom("erase_key").select("key").where("id", "=", name).executeTakeFirstOrThrow();
  return sealUnder(Buffer.from(key, "base64url"), label, await sealTo(readers, label, value));
}

/** Undefined where its key is gone, and for whoever is no reader. */
export async function openRow(
  core: Core,
  name: string,
  label: Label,
  sealed: string,
  reader: Reader,
): Promise<unknown> {
  const { db } = core.files.keyring;
  const row = await db.selectFrom("erase_key").select("key").where("id", "=", name).executeTakeFirst();
  if (row === undefined) return undefined;
  const inner = await openUnder(Buffer.from(row.key, "base64url"), label, sealed);
  return typeof inner === "string" ? openSealed(inner, label, reader) : undefined;
}

/** The rows have to go as well, before or afterwards. */
export async function dropRowKeys(core: Core, names: readonly string[]): Promise<void> {
  await core.files.keyring.db
    .deleteFrom("erase_key")
    .where("id", "in", [...names])
    .execute();
}
