import { randomBytes } from "node:crypto";
import type { Core } from "../core.ts";
import { newId } from "../ids.ts";
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
  const key = await keyOf(core, name);
  return key === undefined ? undefined : openWith(key, label, sealed, reader);
}

/** A row that lies nowhere: to be opened in the place of one that is not there, so that no clock tells the two apart. */
export interface Decoy {
  readonly key: Uint8Array;
  readonly sealed: string;
}

const DECOY = "row:none:decoy:1";

export async function sealDecoy(reader: Reader, value: unknown): Promise<Decoy> {
  const key = randomBytes(32);
  return { key, sealed: await sealUnder(key, DECOY, await sealTo([reader], DECOY, value)) };
}

/** As `openRow`, with as much work where there is no such row or its key is gone. */
export async function openRowOr(
  core: Core,
  decoy: Decoy,
  row: { readonly name: string; readonly label: Label; readonly sealed: string } | undefined,
  reader: Reader,
): Promise<unknown> {
  const key = await keyOf(core, row?.name ?? newId());
  if (row !== undefined && key !== undefined) return openWith(key, row.label, row.sealed, reader);
  await openWith(decoy.key, DECOY, decoy.sealed, reader);
  return undefined;
}

async function keyOf(core: Core, name: string): Promise<Uint8Array | undefined> {
  const { db } = core.files.keyring;
  const row = await db.selectFrom("erase_key").select("key").where("id", "=", name).executeTakeFirst();
  return row === undefined ? undefined : Buffer.from(row.key, "base64url");
}

async function openWith(key: Uint8Array, label: Label, sealed: string, reader: Reader): Promise<unknown> {
  const inner = await openUnder(key, label, sealed);
  return typeof inner === "string" ? openSealed(inner, label, reader) : undefined;
}

/** The rows have to go as well, before or afterwards. */
export async function dropRowKeys(core: Core, names: readonly string[]): Promise<void> {
  await core.files.keyring.db
    .deleteFrom("erase_key")
    .where("id", "in", [...names])
    .execute();
}
