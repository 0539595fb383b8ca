import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "@commonhall/domain";
import type { VaultFiles } from "./database/vault-files.ts";
import { newId } from "./ids.ts";
import { type KeyPair, signPair } from "./keys/curves.ts";
import { derive, type Stretching } from "./keys/stretching.ts";

/** What can go wrong behind the program's back. A name for the log, and nothing with it. */
export type VaultAlarm =
  /** Rosters in the file are not those that this program wrote. Nothing is sealed until somebody has looked. */
  | "roster changed"
  /** Rows that belong together were changed. */
  | "row changed"
  /** Keys older than a year could not be renewed; tried again when a reader comes. */
  | "old keys wait"
  /** What was erased could not be taken out of the log files yet; tried again at the next sweep. */
  | "erasure waits"
  /** The clock jumped ahead: nothing is erased before somebody has looked, or it has gone on from there for a while. */
  | "clock ahead"
  /** Soon nothing more can be kept. */
  | "disk nearly full";

/** What every room of the vault works with. None of it opens a case. */
export interface Core {
  readonly files: VaultFiles;
  readonly clock: Clock;
  readonly vaultId: string;
  /** Salt of every worker's code. */
  readonly codeSalt: Uint8Array;
  readonly pepper: Uint8Array;
  /** Of codes. */
  readonly stretching: Stretching;
  /** Of passphrases from now on. */
  readonly strength: () => Promise<Stretching>;
  /** Binds neighbours in a row; whoever has the file without the pepper cannot make one. */
  readonly mac: (...parts: readonly string[]) => string;
  /** Seals what the program must read while nobody's keys are open. From the pepper: the files alone do not open it. */
  readonly ownKey: Uint8Array;
  /** Signs what the program does by itself. From the pepper: whoever has the files alone cannot sign so. */
  readonly programKey: KeyPair;
  readonly alarm: (alarm: VaultAlarm) => void;
}

export interface CoreOptions {
  readonly files: VaultFiles;
  readonly clock: Clock;
  readonly pepper: Uint8Array;
  readonly stretching: Stretching;
  readonly strength: () => Promise<Stretching>;
  readonly alarm: (alarm: VaultAlarm) => void;
}

/** Throws where the pepper is not the one that the vault was founded with: every passphrase and code would seem wrong. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { files, pepper } = options;
  const { id, salt, check } = await identity(files, pepper);
  const own = Buffer.from(checkOf(pepper, id));
  if (own.length !== check.length || !timingSafeEqual(own, Buffer.from(check))) {
    throw new Error("The pepper is not the one of this vault");
  }
  return {
    ...options,
    vaultId: id,
    codeSalt: Buffer.from(salt, "base64url"),
    ownKey: derive(pepper, `own:${id}`),
    programKey: signPair(derive(pepper, `program:${id}`)),
    mac: macUnder(pepper, id),
  };
}

/** The program's word on what it kept, as only whoever has the pepper of this vault can give it. */
export function macUnder(pepper: Uint8Array, vaultId: string): Core["mac"] {
  const key = derive(pepper, `mac:${vaultId}`);
  return (...parts) => createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url");
}

export const sameMac = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const checkOf = (pepper: Uint8Array, id: string): string => derive(pepper, `check:${id}`).toString("base64url");

interface Identity {
  readonly id: string;
  readonly salt: string;
  readonly check: string;
}

async function identity({ data }: VaultFiles, pepper: Uint8Array): Promise<Identity> {
  return data.db.transaction().execute(async (db) => {
    const rows = await db.selectFrom("vault").selectAll().execute();
    const known = new Map(rows.map(({ name, value }) => [name, value]));
    const [id, salt, check] = [known.get("id"), known.get("code salt"), known.get("pepper check")];
    if (id !== undefined && salt !== undefined && check !== undefined) return { id, salt, check };
    const made = newId();
    const first = { id: made, salt: randomBytes(16).toString("base64url"), check: checkOf(pepper, made) };
    await db
      .insertInto("vault")
      .values([
        { name: "id", value: first.id },
        { name: "code salt", value: first.salt },
        { name: "pepper check", value: first.check },
      ])
      .execute();
    return first;
  });
}
