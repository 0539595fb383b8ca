import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Core } from "../core.ts";
import type { Keyring } from "../database/vault-files.ts";
import { type CaseId, newId } from "../ids.ts";
import { boxPair, type KeyPair } from "../keys/curves.ts";
import { openSealed, openUnder, type Reader, readersOf, sealTo, sealUnder } from "../seal/sealing.ts";

/** A case key as it is kept: sealed to each of its readers, and all of that under a key that can be erased (anonymity.md 3.2). */
export interface WrappedKey {
  readonly eraseKey: { readonly id: string; readonly key: string };
  readonly wrap: string;
}

export const newCaseKey = (): KeyPair => boxPair();

const labelOf = (id: CaseId, eraseKey: string) => `case-key:${id}:${eraseKey}` as const;

/** Each time under a new erase key, so that what was wrapped before dies with the old one, in every copy of the file. */
export async function wrapCaseKey(id: CaseId, pair: KeyPair, readers: readonly Reader[]): Promise<WrappedKey> {
  const key = randomBytes(32);
  const eraseKey = { id: newId(), key: key.toString("base64url") };
  const label = labelOf(id, eraseKey.id);
  const inner = await sealTo(readers, label, Buffer.from(pair.seed).toString("base64url"));
  return { eraseKey, wrap: await sealUnder(key, label, inner) };
}

export interface OpenedKey {
  readonly pair: KeyPair;
  /** Ids of all who can open it. */
  readonly readers: readonly string[];
}

/**
 * Undefined where the reader is none of its readers, and where the erase key is gone. "changed", loudly, where what lies
 * there is not what was wrapped for this case: moved from another one, or altered.
 */
export async function openCaseKey(
  core: Core,
  row: { readonly id: CaseId; readonly erase_key: string; readonly wrap: string },
  reader: Reader,
): Promise<OpenedKey | "changed" | undefined> {
  const found = await eraseKeyIn(core.files.keyring.db, row.erase_key);
  if (found === undefined) return undefined;
  const label = labelOf(row.id, row.erase_key);
  const inner = z.string().safeParse(await openUnder(found, label, row.wrap));
  if (!inner.success) return changed(core);
  if (!readersOf(inner.data).includes(reader.id)) return undefined;
  const seed = z.base64url().safeParse(await openSealed(inner.data, label, reader));
  if (!seed.success) return changed(core);
  return { pair: boxPair(Buffer.from(seed.data, "base64url")), readers: readersOf(inner.data) };
}

function changed(core: Core): "changed" {
  core.alarm("row changed");
  return "changed";
}

async function eraseKeyIn(db: Keyring, id: string): Promise<Uint8Array | undefined> {
  const row = await db.selectFrom("erase_key").select("key").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : Buffer.from(row.key, "base64url");
}

export async function keepEraseKeys(db: Keyring, keys: readonly WrappedKey["eraseKey"][]): Promise<void> {
  await db
    .insertInto("erase_key")
    .values([...keys])
    .execute();
}

export async function dropEraseKeys(core: Core, ids: readonly string[]): Promise<void> {
  await core.files.keyring.db
    .deleteFrom("erase_key")
    .where("id", "in", [...ids])
    .execute();
}
