import type { Timestamp } from "@commonhall/domain";
import { copyDue, lastKeyringCopy } from "../backup/copy-due.ts";
import type { Core } from "../core.ts";
import { clockAhead } from "../erasure/clock-watch.ts";
import { isLockedDown, lockDown } from "../erasure/lock-down.ts";
import { enrol, enrolled, followStaff, vaultRoles } from "../keys/enrolment.ts";
import { found } from "../keys/found.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import { signatories, signaturesNeeded } from "../keys/roster.ts";
import { type Actor, actorOf } from "./actor.ts";
import type { VaultDesk, VaultDoor, VaultState } from "./ports.ts";
import type { Rotations } from "./rotation.ts";
import { unlocking, type UnlockPorts } from "./unlock.ts";

export interface DoorPorts extends UnlockPorts {
  readonly diskLeft: () => Promise<number | undefined>;
  readonly deskOf: (actor: Actor, until: Timestamp) => VaultDesk;
  readonly rotations: Rotations;
}

export function vaultDoor(ports: DoorPorts): VaultDoor {
  const { core, sessions } = ports;
  return {
    state: () => stateOf(ports),
    enrol: (member, passphrase) => {
      sessions.closeOf(member.id);
      return enrolOrFound(core, { ...member, passphrase });
    },
    wayBack: (member) => wayBack(core, member),
    followStaff: (staff) => followStaff(core, staff),
    rolesOf: async (id) => {
      const rosters = await readRosters(core);
      const members = rosters.ok ? rosters.value.current?.roster.members : undefined;
      return members?.find((member) => member.id === id)?.roles ?? [];
    },
    digitsOf: async (id) => (await enrolled(core)).find(({ member }) => member.id === id)?.digits,
    unlock: unlocking(ports),
    desk: (member, token) => openDesk(ports, member, token),
    renewOldKeys: (member, token) => ports.rotations.start(member, token),
    renewing: (member) => ports.rotations.under(member),
    lock: async (token) => sessions.close(token),
    lockOf: async (member) => sessions.closeOf(member),
    lockDown: (by) => lockDown(core, sessions, by),
  };
}

async function stateOf({ core, diskLeft }: DoorPorts): Promise<VaultState> {
  const rosters = await readRosters(core);
  const current = rosters.ok ? rosters.value.current : undefined;
  const keyringCopy = await lastKeyringCopy(core);
  const recovery = current?.roster.recovery ?? null;
  const ahead = await clockAhead(core);
  const left = await diskLeft();
  const lockedDown = await isLockedDown(core);
  const due = lockedDown ? undefined : await copyDue(core, current?.roster);
  return {
    founded: !rosters.ok || current !== undefined,
    lockedDown,
    rosterChanged: !rosters.ok,
    ...(keyringCopy === undefined ? {} : { keyringCopy }),
    ...(due === undefined ? {} : { copyDue: due }),
    ...(recovery === null ? {} : { recovery: { shares: recovery.shares, needed: recovery.needed } }),
    ...(ahead === undefined ? {} : { clockAhead: ahead }),
    ...(left === undefined ? {} : { diskLeft: left }),
  };
}

/** The first one who may sign founds the vault. Throws on what the desk has checked before: roles and passphrase. */
async function enrolOrFound(core: Core, person: Parameters<typeof enrol>[1]): ReturnType<VaultDoor["enrol"]> {
  const roles = vaultRoles(person);
  if (!roles.ok) throw new Error(`Cannot be enrolled: ${roles.error.type}`);
  const rosters = await readRosters(core);
  const isFirst = rosters.ok && rosters.value.current === undefined;
  if (isFirst && roles.value.some((role) => role !== "auditor")) {
    const founded = await found(core, [person]);
    if (founded.ok) return "member";
  }
  const enrolled = await enrol(core, person);
  if (enrolled.ok) return "waits";
  throw new Error(`Cannot be enrolled: ${enrolled.error.type}`);
}

async function wayBack(core: Core, id: string): ReturnType<VaultDoor["wayBack"]> {
  const rosters = await readRosters(core);
  const roster = rosters.ok ? rosters.value.current?.roster : undefined;
  if (roster === undefined || !roster.members.some((member) => member.id === id)) return "nothing to get back";
  const others = signatories(roster).filter((member) => member.id !== id).length;
  if (others >= signaturesNeeded(roster)) return "colleagues";
  return roster.recovery === null ? "none" : "papers";
}

/** The roster is read anew each time: whoever was signed out a moment ago has no desk any more. */
async function openDesk(ports: DoorPorts, member: string, token: string): Promise<VaultDesk | undefined> {
  const { core, sessions } = ports;
  const open = sessions.keys(member, token);
  if (open === undefined) return undefined;
  const rosters = await readRosters(core);
  const actor = rosters.ok ? actorOf(core, open.keys, rosters.value, () => sessions.isOpen(member, token)) : undefined;
  if (actor === undefined || (await isLockedDown(core))) {
    sessions.close(token);
    return undefined;
  }
  return ports.deskOf(actor, open.until);
}
