import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { Data } from "../database/vault-files.ts";
import { openUnder, sealUnder } from "../seal/sealing.ts";
import { boxPair, type KeyPair, signPair } from "./curves.ts";
import { derive, stretch, type Stretching } from "./stretching.ts";

/** What a passphrase opens. `rosterSeen` is the document that this member saw last: nobody can show them an older one. */
export interface StaffKeys {
  readonly id: string;
  readonly box: KeyPair;
  readonly sign: KeyPair;
  readonly rosterSeen: string | null;
}

export const newStaffKeys = (id: string): StaffKeys => ({ id, box: boxPair(), sign: signPair(), rosterSeen: null });

const SALT_BYTES = 16;

export interface StaffLock {
  readonly salt: string;
  readonly stretching: Stretching;
  /** The key encryption key: it seals the other two and nothing else. */
  readonly kek: Uint8Array;
}

/** A new salt for each passphrase. About half a second. */
export async function lockFor(core: Core, passphrase: string): Promise<StaffLock> {
  const salt = randomBytes(SALT_BYTES).toString("base64url");
  const stretching = await core.strength();
  return { salt, stretching, kek: await kekOf(core, passphrase, salt, stretching) };
}

export async function lockedKeys(lock: StaffLock, keys: StaffKeys): Promise<Omit<DataSchema["staff_key"], "id">> {
  const { kibibytes, passes } = lock.stretching;
  return { salt: lock.salt, kibibytes, passes, sealed: await sealStaffKeys(lock.kek, keys) };
}

export async function putStaffKeys(db: Data, lock: StaffLock, keys: StaffKeys): Promise<void> {
  const row = await lockedKeys(lock, keys);
  await db
    .insertInto("staff_key")
    .values({ id: keys.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

export interface OpenedStaffKeys {
  readonly keys: StaffKeys;
  readonly lock: StaffLock;
}

/** Undefined for a wrong passphrase and for somebody without keys alike, after the same work. */
export async function openStaffKeys(core: Core, id: string, passphrase: string): Promise<OpenedStaffKeys | undefined> {
  const row = await core.files.data.db.selectFrom("staff_key").selectAll().where("id", "=", id).executeTakeFirst();
  return openKeysOf(core, id, passphrase, row);
}

/** Of a row that has keys; without one there is the same work, and nothing opens. */
export async function openKeysOf(
  core: Core,
  id: string,
  passphrase: string,
  row: Omit<DataSchema["staff_key"], "id"> | undefined,
): Promise<OpenedStaffKeys | undefined> {
  const salt = row?.salt ?? randomBytes(SALT_BYTES).toString("base64url");
  const stretching = row ?? core.stretching;
  const kek = await kekOf(core, passphrase, salt, stretching);
  const keys = row === undefined ? undefined : await readStaffKeys(kek, id, row.sealed);
  return keys === undefined ? undefined : { keys, lock: { salt, stretching, kek } };
}

const sealStaffKeys = (kek: Uint8Array, { id, box, sign, rosterSeen }: StaffKeys): Promise<string> =>
  sealUnder(kek, `staff:${id}`, { box: base64(box.seed), sign: base64(sign.seed), rosterSeen });

const schema = z.strictObject({ box: z.base64url(), sign: z.base64url(), rosterSeen: z.string().nullable() });

async function readStaffKeys(kek: Uint8Array, id: string, sealed: string): Promise<StaffKeys | undefined> {
  const opened = schema.safeParse(await openUnder(kek, `staff:${id}`, sealed));
  if (!opened.success) return undefined;
  const { box, sign, rosterSeen } = opened.data;
  return { id, box: boxPair(bytes(box)), sign: signPair(bytes(sign)), rosterSeen };
}

const kekOf = async (core: Core, passphrase: string, salt: string, stretching: Stretching): Promise<Uint8Array> =>
  derive(await stretch(passphrase, Buffer.from(salt, "base64url"), core.pepper, stretching), "staff/kek");

const base64 = (seed: Uint8Array): string => Buffer.from(seed).toString("base64url");
const bytes = (text: string): Uint8Array => Buffer.from(text, "base64url");
