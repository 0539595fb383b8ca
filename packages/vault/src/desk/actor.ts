import type { Core } from "../core.ts";
import type { KeyOf, Signer } from "../seal/signing.ts";
import type { Reader } from "../seal/sealing.ts";
import { signKey } from "../keys/curves.ts";
import { readerOf } from "../keys/readers.ts";
import type { Rosters } from "../keys/roster-shelf.ts";
import { RECOVERY, type SignedRoster, type VaultRole } from "../keys/roster.ts";
import type { StaffKeys } from "../keys/staff-keys.ts";

/** Somebody at an unlocked desk, for the length of one action: keys, and the roster that they act under. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly VaultRole[];
  readonly reader: Reader;
  readonly signer: Signer;
  readonly roster: SignedRoster;
  /** Signatures of whoever was ever in a roster: what was signed stays signed when its signer has left. */
  readonly keyOf: KeyOf;
}

export function actorOf(core: Core, keys: Pick<StaffKeys, "id" | "box" | "sign">, rosters: Rosters): Actor | undefined {
  const { current } = rosters;
  const member = current?.roster.members.find(({ id }) => id === keys.id);
  const own = member?.box === keys.box.public && member.sign === keys.sign.public;
  if (current === undefined || member === undefined || !own) return undefined;
  return {
    id: keys.id,
    roles: member.roles,
    reader: { id: readerOf(member).id, key: keys.box.private },
    signer: { id: keys.id, key: keys.sign.private },
    roster: current,
    keyOf: everybodysKeys(core, rosters),
  };
}

/** By this name the program signs. */
export const PROGRAM = "program";

export const programSigner = (core: Core): Signer => ({ id: PROGRAM, key: core.programKey.private });

/** The newest key that somebody had. Nobody in a roster can go by the program's name. */
export function everybodysKeys(core: Core, { all }: Rosters): KeyOf {
  const keys = new Map<string, string>();
  for (const { roster } of all) {
    for (const { id, sign } of roster.members) keys.set(id, sign);
    if (roster.recovery !== null) keys.set(RECOVERY, roster.recovery.sign);
  }
  keys.set(PROGRAM, core.programKey.public);
  return (id) => {
    const key = keys.get(id);
    return key === undefined ? undefined : signKey(key);
  };
}
