import type { Core } from "../core.ts";
import type { KeysOf, Signer } from "../seal/signing.ts";
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
  /** Of whoever was ever in a roster: what was signed stays signed when its signer has left, or has other keys. */
  readonly keysOf: KeysOf;
  /** Whether their keys are still open: what takes longer than one action asks before each step. */
  readonly isHere: () => boolean;
}

export function actorOf(
  core: Core,
  keys: Pick<StaffKeys, "id" | "box" | "sign">,
  rosters: Rosters,
  isHere: Actor["isHere"] = () => true,
): Actor | undefined {
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
    keysOf: everybodysKeys(core, rosters),
    isHere,
  };
}

/** By this name the program signs. */
export const PROGRAM = "program";

export const programSigner = (core: Core): Signer => ({ id: PROGRAM, key: core.programKey.private });

/** The newest first. Nobody in a roster can go by the program's name. */
export function everybodysKeys(core: Core, { all }: Rosters): KeysOf {
  const keys = new Map<string, Set<string>>([[PROGRAM, new Set([core.programKey.public])]]);
  const add = (id: string, key: string) => void keys.set(id, (keys.get(id) ?? new Set()).add(key));
  for (const { roster } of all.toReversed()) {
    for (const { id, sign } of roster.members) add(id, sign);
    if (roster.recovery !== null) add(RECOVERY, roster.recovery.sign);
  }
  return (id) => Array.from(keys.get(id) ?? [], signKey);
}
